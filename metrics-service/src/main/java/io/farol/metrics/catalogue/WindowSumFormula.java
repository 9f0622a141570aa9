package io.farol.metrics.catalogue;

import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.Measure;
import java.util.List;

/**
 * What became over a window of those who were there at its start, from sums of flows and what the ledger keeps beside them (its table {@code window_cell}): with S(x) the sum of x up to the
 * end and T(x) up to the start, an account's MRR at the end is S of what can only happen to those who were there, T of what brings accounts, and the kept correction for those who came later.
 */
final class WindowSumFormula {
    private static final List<Measure> COMES =
            List.of(Measure.NEW, Measure.REACTIVATION, Measure.UNFREEZE, Measure.TRANSFER_IN);

    private WindowSumFormula() {}

    /** Puts THEN, NOW, MIN, INDEX and the logos of the window into the facts. @param start month at whose end it opens @param end month at whose end it closes */
    static void put(PeriodFacts facts, Flows flows, int start, int end) {
        long came = sum(flows, start, COMES) - flows.amountUpToE4(Measure.TRANSFER_OUT, start);
        long lost = sum(flows, end, List.of(Measure.CONTRACTION, Measure.CHURN, Measure.FREEZE));
        long rose = sum(flows, end, List.of(Measure.EXPANSION, Measure.READJUSTMENT));
        long roseBefore = sum(flows, start, List.of(Measure.EXPANSION, Measure.READJUSTMENT));
        long logosCame = flows.nUpTo(Measure.NEW, start)
                + flows.nUpTo(Measure.REACTIVATION, start)
                + flows.nUpTo(Measure.TRANSFER_IN, start)
                - flows.nUpTo(Measure.TRANSFER_OUT, start);
        facts.put(Column.THEN, flows.closingE4(start))
                .put(Column.NOW, came + rose - lost + flows.amountUpToE4(Measure.NOW, end))
                .put(Column.MIN, came + roseBefore - lost + flows.amountUpToE4(Measure.MIN, end))
                .put(
                        Column.INDEX,
                        flows.amountUpToE4(Measure.READJUSTMENT, end)
                                - flows.amountUpToE4(Measure.READJUSTMENT, start)
                                + flows.amountUpToE4(Measure.INDEX, end))
                .put(Column.LOGOS_AT_START, flows.logos(start))
                .put(Column.LOGOS_KEPT, logosCame - flows.nUpTo(Measure.CHURN, end) + flows.nUpTo(Measure.NOW, end));
    }

    private static long sum(Flows flows, int month, List<Measure> measures) {
        return measures.stream()
                .mapToLong(measure -> flows.amountUpToE4(measure, month))
                .sum();
    }
}
