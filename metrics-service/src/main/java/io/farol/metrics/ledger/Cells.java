package io.farol.metrics.ledger;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Sums by cell while they are being made; entries that come to nothing vanish. */
final class Cells {
    /** An amount and a number of accounts. */
    record Sum(long amountE4, long n) {
        static final Sum ZERO = new Sum(0, 0);

        Sum plus(long moreE4, long more) {
            return new Sum(Math.addExact(amountE4, moreE4), Math.addExact(n, more));
        }
    }

    private final Map<CellKey, Sum> sums = new TreeMap<>();

    void add(String dim, String value, String measure, int month, long amountE4, long n) {
        add(new CellKey(dim, value, measure, month), amountE4, n);
    }

    void add(CellKey key, long amountE4, long n) {
        Sum sum = sums.getOrDefault(key, Sum.ZERO).plus(amountE4, n);
        if (sum.equals(Sum.ZERO)) {
            sums.remove(key);
        } else {
            sums.put(key, sum);
        }
    }

    void addAll(Cells other) {
        other.each((key, sum) -> add(key, sum.amountE4, sum.n));
    }

    void subtractAll(Cells other) {
        other.each((key, sum) -> add(key, -sum.amountE4, -sum.n));
    }

    void each(BiConsumer<CellKey, Sum> action) {
        sums.forEach(action);
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }

    Map<CellKey, Sum> asMap() {
        return Map.copyOf(sums);
    }
}
