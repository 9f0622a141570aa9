package io.farol.metrics.statement;

import java.util.Map;

/**
 * One month of the statement of one group. {@code opening + new + reactivation + expansion + readjustment + unfreeze − freeze − contraction − churn + fx + transferIn − transferOut = closing}.
 *
 * @param month number of the month
 * @param openingE4 MRR at the end of the month before, without what is frozen
 * @param closingE4 MRR at the end of this month
 * @param frozenE4 frozen MRR at the end of this month
 * @param openingLogos accounts at the end of the month before, frozen ones included
 * @param closingLogos accounts at the end of this month, frozen ones included
 * @param frozenLogos frozen accounts at the end of this month
 * @param amountsE4 by measure, each ≥ 0 but READJUSTMENT and FX
 * @param counts accounts by measure
 */
public record StatementLine(
        int month,
        long openingE4,
        long closingE4,
        long frozenE4,
        long openingLogos,
        long closingLogos,
        long frozenLogos,
        Map<Measure, Long> amountsE4,
        Map<Measure, Long> counts) {

    /** In 1/10,000; 0 when there was none. */
    public long amountE4(Measure measure) {
        return amountsE4.getOrDefault(measure, 0L);
    }

    /** Accounts; 0 when there were none. */
    public long count(Measure measure) {
        return counts.getOrDefault(measure, 0L);
    }
}
