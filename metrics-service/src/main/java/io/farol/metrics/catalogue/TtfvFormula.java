package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How long accounts took from signature to First Value, in days, of those that reached it within the window.
 *
 * <p>The value is the mean, which is what its parts sum to; median and percentiles stand beside it, interpolated between the two nearest ranks ({@code 1 + p·(n − 1)}). Accounts that are still on their way at
 * the period's end are counted as censored: their time is not known yet, so a value without them looks better than it will be.
 *
 * @param isNet whether days in which the client was not available are left out
 */
record TtfvFormula(boolean isNet) implements Formula {
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal THREE_QUARTERS = new BigDecimal("0.75");
    private static final BigDecimal NINE_TENTHS = new BigDecimal("0.9");

    @Override
    public Figure of(PeriodFacts facts) {
        SortedMap<Integer, Long> accounts = facts.firstValues(isNet);
        Figure figure = RatioFormula.ratio(numerator(), denominator(), denominator())
                .whenZero("NO_FIRST_VALUE")
                .of(facts)
                .excluding(facts.get(Column.OPEN_ONBOARDINGS));
        if (!accounts.isEmpty()) {
            figure = figure.with("median", percentile(accounts, HALF), Unit.DAYS)
                    .with("p75", percentile(accounts, THREE_QUARTERS), Unit.DAYS)
                    .with("p90", percentile(accounts, NINE_TENTHS), Unit.DAYS);
        }
        return facts.get(Column.OPEN_ONBOARDINGS) > 0 ? figure.flagged("CENSORED") : figure;
    }

    @Override
    public Set<Column> columns() {
        return Set.of(Column.TTFV_DAYS, Column.TTFV_NET_DAYS, Column.FIRST_VALUES, Column.OPEN_ONBOARDINGS);
    }

    @Override
    public Combination numerator() {
        return Combination.of(isNet ? Column.TTFV_NET_DAYS : Column.TTFV_DAYS);
    }

    @Override
    public Combination denominator() {
        return Combination.of(Column.FIRST_VALUES);
    }

    /** @param accounts by their days; not empty */
    static BigDecimal percentile(SortedMap<Integer, Long> accounts, BigDecimal share) {
        long n = accounts.values().stream().mapToLong(Long::longValue).sum();
        BigDecimal rank = share.multiply(BigDecimal.valueOf(n - 1));
        long below = rank.longValue();
        BigDecimal fraction = rank.subtract(BigDecimal.valueOf(below));
        BigDecimal low = BigDecimal.valueOf(ranked(accounts, below));
        BigDecimal high = fraction.signum() == 0 ? low : BigDecimal.valueOf(ranked(accounts, below + 1));
        return low.add(high.subtract(low).multiply(fraction, MathContext.DECIMAL128));
    }

    /** Days of the account at a place, from 0. */
    private static long ranked(SortedMap<Integer, Long> accounts, long place) {
        long seen = 0;
        @Nullable Integer last = null;
        for (Map.Entry<Integer, Long> days : accounts.entrySet()) {
            seen += days.getValue();
            last = days.getKey();
            if (seen > place) {
                return last;
            }
        }
        throw new IllegalArgumentException("fewer than " + place + " accounts, the last " + last);
    }
}
