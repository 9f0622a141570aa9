package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that formulas are given of one group in one period. */
final class PeriodFacts {
    /**
     * How the tickets of a group spread.
     *
     * @param median in whole units of the currency
     * @param variation standard deviation / mean
     */
    record Spread(BigDecimal median, BigDecimal variation) {}

    private final Map<Column, Long> columns = new EnumMap<>(Column.class);
    private final SortedMap<Integer, long[]> lives = new TreeMap<>();
    private final SortedMap<Integer, Long> firstValues = new TreeMap<>();
    private final SortedMap<Integer, Long> netFirstValues = new TreeMap<>();
    private @Nullable Spread spread;
    private final int windowMonths;

    /** @param windowMonths length of the window that opens before the period's end */
    PeriodFacts(int windowMonths) {
        this.windowMonths = windowMonths;
    }

    PeriodFacts put(Column column, long value) {
        columns.put(column, value);
        return this;
    }

    PeriodFacts add(Column column, long value) {
        columns.merge(column, value, Long::sum);
        return this;
    }

    /** Adds all columns of another but some. */
    void addAll(PeriodFacts other, Set<Column> but) {
        other.columns.forEach((column, value) -> {
            if (!but.contains(column)) {
                add(column, value);
            }
        });
    }

    /** 0 when nothing is known. */
    long get(Column column) {
        return columns.getOrDefault(column, 0L);
    }

    /** Adds accounts by their months of life. */
    PeriodFacts addLives(int months, boolean isEnded, long accounts) {
        lives.computeIfAbsent(months, ignored -> new long[2])[isEnded ? 0 : 1] += accounts;
        add(isEnded ? Column.ENDED : Column.CENSORED, accounts);
        return isEnded ? add(Column.ENDED_MONTHS, accounts * months) : this;
    }

    /** Accounts by months of life: those that ended, and those that live on. */
    SortedMap<Integer, long[]> lives() {
        SortedMap<Integer, long[]> known = new TreeMap<>(lives);
        known.values().removeIf(accounts -> accounts[0] == 0 && accounts[1] == 0);
        return known;
    }

    /** Adds accounts that had their First Value, by the days that it took, pauses included and left out. */
    PeriodFacts addFirstValues(int days, int netDays, long accounts) {
        firstValues.merge(days, accounts, Long::sum);
        netFirstValues.merge(netDays, accounts, Long::sum);
        return add(Column.FIRST_VALUES, accounts)
                .add(Column.TTFV_DAYS, accounts * days)
                .add(Column.TTFV_NET_DAYS, accounts * netDays);
    }

    /** Accounts that had their First Value by days. */
    SortedMap<Integer, Long> firstValues(boolean isNet) {
        return isNet ? netFirstValues : firstValues;
    }

    PeriodFacts spread(@Nullable Spread ofTickets) {
        spread = ofTickets;
        return this;
    }

    @Nullable
    Spread spread() {
        return spread;
    }

    int windowMonths() {
        return windowMonths;
    }
}
