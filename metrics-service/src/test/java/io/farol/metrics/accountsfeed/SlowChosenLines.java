package io.farol.metrics.accountsfeed;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Of one account's months by product or term those in which it is chosen: what comes counts by this month's end, all else by that of the month before; when the choice changes, all that the account
 * has comes or goes. With windows by the choice at their start.
 */
final class SlowChosenLines implements SlowLineGroups.Figures {
    private final Map<String, long[]> grossByValue;
    private final boolean[] suspended;
    private final IntPredicate isChosen;
    private final IntPredicate isLogo;
    private final IntUnaryOperator lastDay;
    private final SlowLineGroups.Figures figures;
    private final Map<String, Long> readjustments = new HashMap<>();

    SlowChosenLines(
            Map<String, long[]> grossByValue,
            boolean[] suspended,
            IntPredicate isChosen,
            IntPredicate isLogo,
            IntUnaryOperator lastDay,
            SlowLineGroups.Figures figures) {
        this.grossByValue = grossByValue;
        this.suspended = suspended;
        this.isChosen = isChosen;
        this.isLogo = isLogo;
        this.lastDay = lastDay;
        this.figures = figures;
    }

    @Override
    public void add(String value, int month, String name, long amount) {
        if (name.equals("READJUSTMENT")) {
            readjustments.put(value + " " + month, amount);
        }
        boolean isStock = name.equals("closing") || name.equals("logos") || name.startsWith("frozen");
        boolean was = isLogo.test(month - 1);
        if (isChosen.test(isStock || !was ? month : month - 1)) {
            figures.add(value, month, name, amount);
        }
        if (was && isLogo.test(month) && isChosen.test(month) != isChosen.test(month - 1)) {
            String transfer = isChosen.test(month) ? "TRANSFER_IN" : "TRANSFER_OUT";
            if (name.equals("closing")) {
                figures.add(value, month, transfer, amount);
            } else if (name.equals("logos")) {
                figures.add(value, month, transfer + ".n", amount);
            }
        }
    }

    /** After all months. */
    void addWindows() {
        for (int window : new int[] {1, 3, 6, 12}) {
            for (int m = 0; m < SlowLedger.MONTHS; m++) {
                for (String value : grossByValue.keySet()) {
                    if (isChosen.test(m - window)) {
                        addWindow(value, m, window);
                    }
                }
            }
        }
    }

    private void addWindow(String value, int m, int window) {
        long then = billed(value, m - window);
        long now = billed(value, m);
        long index = 0;
        for (int month = Math.max(0, m - window + 1); month <= m; month++) {
            index += readjustments.getOrDefault(value + " " + month, 0L);
        }
        String name = "w" + window + ".";
        figures.add(value, m, name + "then", then);
        figures.add(value, m, name + "now", then > 0 ? now : 0);
        figures.add(value, m, name + "min", Math.min(then, now));
        figures.add(value, m, name + "index", then > 0 && now > 0 ? index : 0);
        figures.add(value, m, name + "kept", gross(value, m - window) > 0 && gross(value, m) > 0 ? 1 : 0);
    }

    private long gross(String value, int month) {
        return month < 0 ? 0 : grossByValue.get(value)[lastDay.applyAsInt(month)];
    }

    private long billed(String value, int month) {
        return month < 0 || suspended[lastDay.applyAsInt(month)] ? 0 : gross(value, month);
    }
}
