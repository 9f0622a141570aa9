package io.farol.metrics.accountsfeed;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * One account's months by product or by term, taken at the definition's word (metrics.md 1): the net change is shared by the lines that moved its way, what nets out inside is a transfer. Nothing
 * of production is in it.
 */
final class SlowLineGroups {
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
            boolean wasSuspended,
            boolean isSuspended,
            long freeze,
            long unfreeze) {}

    private final TreeMap<String, long[]> grossByValue;
    private final Map<String, long[]> indexByValue;
    private final Figures figures;

    /**
     * @param grossByValue MRR under contract by group and day, billed or not
     * @param indexByValue what readjustments changed on a day
     */
    SlowLineGroups(Map<String, long[]> grossByValue, Map<String, long[]> indexByValue, Figures figures) {
        this.grossByValue = new TreeMap<>(grossByValue);
        this.indexByValue = indexByValue;
        this.figures = figures;
    }

    void add(Month month) {
        TreeMap<String, Long> closing = new TreeMap<>();
        grossByValue.forEach((value, gross) -> {
            long now = gross[month.lastDay];
            closing.put(value, now);
            put(value, month, "closing", month.isSuspended ? 0 : now);
            put(value, month, "logos", Long.signum(now));
            put(value, month, "frozen", month.isSuspended ? now : 0);
            put(value, month, "frozen.n", month.isSuspended ? Long.signum(now) : 0);
        });
        if (!month.was && month.is) {
            closing.forEach((value, now) -> {
                flow(value, month, month.wasEver ? "REACTIVATION" : "NEW", now);
                flow(value, month, "FREEZE", month.isSuspended ? now : 0);
            });
        } else if (month.was && !month.is) {
            closing.keySet().forEach(value -> {
                flow(value, month, "CHURN", opening(value, month));
                flow(value, month, "UNFREEZE", month.wasSuspended ? opening(value, month) : 0);
            });
        } else if (month.was) {
            addStay(month, closing);
        }
    }

    private void addStay(Month month, TreeMap<String, Long> closing) {
        Map<String, Long> freezes = share(month.freeze, closing);
        Map<String, Long> unfreezes = share(month.unfreeze, closing);
        TreeMap<String, Long> rests = new TreeMap<>();
        closing.forEach((value, now) -> {
            long index = index(value, month);
            flow(value, month, "READJUSTMENT", index);
            flow(value, month, "FREEZE", freezes.get(value));
            flow(value, month, "UNFREEZE", unfreezes.get(value));
            long billed = month.isSuspended ? 0 : now;
            long billedBefore = month.wasSuspended ? 0 : opening(value, month);
            rests.put(value, billed - billedBefore - index + freezes.get(value) - unfreezes.get(value));
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
        return month.lastDayBefore < 0 ? 0 : grossByValue.get(value)[month.lastDayBefore];
    }

    private long index(String value, Month month) {
        long sum = 0;
        for (int d = month.lastDayBefore + 1; d <= month.lastDay; d++) {
            sum += indexByValue.get(value)[d];
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
