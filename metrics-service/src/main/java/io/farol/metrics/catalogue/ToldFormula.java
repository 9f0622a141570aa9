package io.farol.metrics.catalogue;

import io.farol.metrics.ledger.AccountHistory;
import io.farol.metrics.ledger.Stretch;

/** What became over a window of one account that is told anew; its columns are those that sums of flows do not say. */
final class ToldFormula {
    private ToldFormula() {}

    /** Adds the account to its group of then. @param sign 1, or -1 to take it away @param start month at whose end the window opens @param end month at whose end it closes */
    static void add(PeriodFacts facts, int sign, AccountHistory history, int start, int end) {
        Stretch then = history.atEndOf(start);
        if (!then.isLogo()) {
            return;
        }
        Stretch now = history.atEndOf(end);
        boolean isBilledThen = then.mrrE4() > 0;
        boolean isBilledTwice = isBilledThen && now.mrrE4() > 0;
        long index = now.isLogo() ? history.readjustmentE4(start, end) : 0;
        long nowOfBilled = isBilledThen ? now.mrrE4() : 0;
        long min = Math.min(then.mrrE4(), now.mrrE4());
        facts.add(Column.NOW, sign * nowOfBilled)
                .add(Column.MIN, sign * min)
                .add(Column.INDEX, sign * (isBilledTwice ? index : 0))
                .add(Column.LOGOS_KEPT, now.isLogo() ? sign : 0)
                .add(Column.NOW_FROZEN, sign * (isBilledThen ? now.frozenE4() : 0))
                .add(Column.MIN_FROZEN, sign * Math.min(then.mrrE4(), now.frozenE4()))
                .add(Column.FROZEN_AT_START, sign * then.frozenE4())
                .add(Column.NOW_SUSPENDED, sign * (now.grossE4() - nowOfBilled))
                .add(Column.MIN_SUSPENDED, sign * (Math.min(then.grossE4(), now.grossE4()) - min))
                .add(Column.INDEX_SUSPENDED, sign * (isBilledTwice ? 0 : index));
    }
}
