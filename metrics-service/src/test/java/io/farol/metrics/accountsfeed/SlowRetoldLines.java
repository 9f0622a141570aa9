package io.farol.metrics.accountsfeed;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * One account's months by product or by term, taken at the definition's word (metrics.md 1): the net change is shared by the lines that moved its way, what nets out inside is a transfer. Nothing
 * of production is in it.
 */
final class SlowRetoldLines {
    /** Takes one figure. */
    interface Figures {
        void add(String value, int month, String name, long amount);
    }

    /** An account's month, as it is without regard to groups; days as indexes. */
    record Month(
            int number,
            int lastDayBefore,
            int lastDay,
            boolean was,
            boolean is,
            boolean wasEver,
            boolean wasFrozenInPart,
            boolean isFrozenInPart,
            long freeze,
            long unfreeze) {}

    private final TreeMap<String, SlowLines.Sums> linesByValue;
    private final Figures figures;

    SlowRetoldLines(Map<String, SlowLines.Sums> linesByValue, Figures figures) {
        this.linesByValue = new TreeMap<>(linesByValue);
        this.figures = figures;
    }

    void add(Month month) {
        TreeMap<String, Long> closing = new TreeMap<>();
        linesByValue.forEach((value, lines) -> {
            long now = lines.gross[month.lastDay];
            long frozen = lines.frozen[month.lastDay];
            closing.put(value, now);
            put(value, month, "closing", now - frozen);
            put(value, month, "logos", Long.signum(now));
            put(value, month, "frozen", frozen);
            put(value, month, "frozen.n", frozen > 0 && frozen == now ? 1 : 0);
        });
        if (!month.was && month.is) {
            closing.forEach((value, now) -> {
                flow(value, month, month.wasEver ? "REACTIVATION" : "NEW", now);
                flow(value, month, "FREEZE", frozen(value, month));
            });
        } else if (month.was && !month.is) {
            closing.keySet().forEach(value -> {
                flow(value, month, "CHURN", opening(value, month));
                flow(value, month, "UNFREEZE", frozenBefore(value, month));
            });
        } else if (month.was) {
            addStay(month, closing);
        }
    }

    private void addStay(Month month, TreeMap<String, Long> closing) {
        TreeMap<String, Long> frozen = new TreeMap<>();
        TreeMap<String, Long> frozenBefore = new TreeMap<>();
        for (String value : linesByValue.keySet()) {
            frozen.put(value, frozen(value, month));
            frozenBefore.put(value, frozenBefore(value, month));
        }
        Map<String, Long> freezes = share(month.freeze, month.isFrozenInPart ? frozen : closing);
        Map<String, Long> unfreezes = share(month.unfreeze, month.wasFrozenInPart ? frozenBefore : closing);
        TreeMap<String, Long> rests = new TreeMap<>();
        closing.forEach((value, now) -> {
            long index = sum(linesByValue.get(value).readjusted, month);
            long fx = sum(linesByValue.get(value).fx, month);
            flow(value, month, "READJUSTMENT", index);
            flow(value, month, "FX", fx);
            flow(value, month, "FREEZE", freezes.get(value));
            flow(value, month, "UNFREEZE", unfreezes.get(value));
            long billed = now - frozen.get(value);
            long billedBefore = opening(value, month) - frozenBefore.get(value);
            rests.put(value, billed - billedBefore - index - fx + freezes.get(value) - unfreezes.get(value));
        });
        long net = rests.values().stream().reduce(0L, Long::sum);
        TreeMap<String, Long> itsWay = new TreeMap<>();
        rests.forEach((value, rest) -> itsWay.put(value, net > 0 == rest > 0 ? Math.abs(rest) : 0));
        Map<String, Long> parts = share(Math.abs(net), itsWay);
        rests.forEach((value, rest) -> {
            long part = net > 0 ? parts.get(value) : -parts.get(value);
            flow(value, month, net > 0 ? "EXPANSION" : "CONTRACTION", Math.abs(part));
            put(value, month, rest > part ? "TRANSFER_IN" : "TRANSFER_OUT", Math.abs(rest - part));
            boolean had = opening(value, month) > 0;
            boolean has = closing.get(value) > 0;
            put(value, month, "TRANSFER_IN.n", !had && has ? 1 : 0);
            put(value, month, "TRANSFER_OUT.n", had && !has ? 1 : 0);
        });
    }

    private long opening(String value, Month month) {
        return month.lastDayBefore < 0 ? 0 : linesByValue.get(value).gross[month.lastDayBefore];
    }

    private long frozen(String value, Month month) {
        return linesByValue.get(value).frozen[month.lastDay];
    }

    private long frozenBefore(String value, Month month) {
        return month.lastDayBefore < 0 ? 0 : linesByValue.get(value).frozen[month.lastDayBefore];
    }

    private static long sum(long[] byDay, Month month) {
        long sum = 0;
        for (int d = month.lastDayBefore + 1; d <= month.lastDay; d++) {
            sum += byDay[d];
        }
        return sum;
    }

    private void flow(String value, Month month, String kind, long amount) {
        if (amount != 0) {
            put(value, month, kind, amount);
            put(value, month, kind + ".n", 1);
        }
    }

    private void put(String value, Month month, String name, long amount) {
        figures.add(value, month.number, name, amount);
    }

    /** Each gets the floor of what all up to it are due, less what those before it got. */
    private static Map<String, Long> share(long amount, TreeMap<String, Long> weights) {
        BigInteger total = BigInteger.valueOf(weights.values().stream().reduce(0L, Long::sum));
        Map<String, Long> parts = new TreeMap<>();
        long weight = 0;
        long given = 0;
        for (String value : weights.keySet()) {
            weight += weights.get(value);
            long due = total.signum() == 0
                    ? 0
                    : BigInteger.valueOf(amount)
                            .multiply(BigInteger.valueOf(weight))
                            .divide(total)
                            .longValueExact();
            parts.put(value, due - given);
            given = due;
        }
        return parts;
    }
}
