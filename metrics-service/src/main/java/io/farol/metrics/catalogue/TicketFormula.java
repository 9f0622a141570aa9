package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.util.Set;

/**
 * Average ticket: MRR at the end of the period per account with MRR > 0, monthly or times 12, with the median of the accounts and HIGH_DISPERSION when the standard deviation exceeds the mean
 * (metrics.md 2).
 *
 * @param factor 1 = per month, 12 = per year
 */
record TicketFormula(int factor) implements Formula {
    private static final BigDecimal HIGH_DISPERSION = BigDecimal.ONE;

    @Override
    public Figure of(PeriodFacts facts) {
        Figure figure = RatioFormula.ratio(numerator(), denominator(), Combination.of(Column.PAYING))
                .of(facts);
        PeriodFacts.Spread spread = facts.spread();
        if (spread == null || figure.value() == null) {
            return figure;
        }
        Figure withMedian = figure.with("median", spread.median().multiply(BigDecimal.valueOf(factor)), Unit.MONEY);
        return spread.variation().compareTo(HIGH_DISPERSION) > 0 ? withMedian.flagged("HIGH_DISPERSION") : withMedian;
    }

    @Override
    public Set<Column> columns() {
        return Set.of(Column.CLOSING, Column.PAYING);
    }

    @Override
    public Combination numerator() {
        return Combination.of(Column.CLOSING).times(factor);
    }

    @Override
    public Combination denominator() {
        return Combination.of(Column.PAYING);
    }
}
