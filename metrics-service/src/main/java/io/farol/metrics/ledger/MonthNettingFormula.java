package io.farol.metrics.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The monthly statement of one account, from month-end balances (metrics.md 1).
 *
 * <p>Not a logo at the month's start: all NEW, or REACTIVATION when an earlier month-end was positive. No logo at its end: all CHURN. Else READJUSTMENT, FREEZE and UNFREEZE are the sums of
 * the month's days and the rest is EXPANSION or CONTRACTION by sign. What is frozen at the end of an account's first month, or at the start of its last one, passes through FREEZE or UNFREEZE,
 * so that {@code closing = opening + Σ kinds} and {@code frozen closing = frozen opening + FREEZE − UNFREEZE} hold in every month.
 */
final class MonthNettingFormula {
    private MonthNettingFormula() {}

    static List<MonthResult> of(List<Stretch> stretches, List<Movement> movements) {
        TreeMap<Integer, Map<Kind, Long>> daySums = new TreeMap<>();
        for (Movement movement : movements) {
            daySums.computeIfAbsent(LedgerTime.monthOf(movement.day()), month -> new EnumMap<>(Kind.class))
                    .merge(
                            movement.kind(),
                            movement.amountE4() * movement.kind().sign(),
                            Long::sum);
        }
        List<MonthResult> results = new ArrayList<>();
        boolean wasLogo = false;
        for (Map.Entry<Integer, Map<Kind, Long>> entry : daySums.entrySet()) {
            int month = entry.getKey();
            Stretch opening = StretchFormula.atEndOf(stretches, month - 1);
            Stretch closing = StretchFormula.atEndOf(stretches, month);
            Map<Kind, Long> amounts = new EnumMap<>(Kind.class);
            if (!opening.isLogo() && closing.isLogo()) {
                amounts.put(wasLogo ? Kind.REACTIVATION : Kind.NEW, closing.grossE4());
                amounts.put(Kind.FREEZE, closing.frozenE4());
            } else if (opening.isLogo() && !closing.isLogo()) {
                amounts.put(Kind.CHURN, opening.grossE4());
                amounts.put(Kind.UNFREEZE, opening.frozenE4());
            } else if (opening.isLogo()) {
                stay(amounts, closing.grossE4() - opening.grossE4(), entry.getValue());
            }
            amounts.values().removeIf(amount -> amount == 0);
            if (!amounts.isEmpty()) {
                results.add(new MonthResult(month, opening, closing, amounts));
            }
            wasLogo |= closing.isLogo();
        }
        return results;
    }

    private static void stay(Map<Kind, Long> amounts, long grossChange, Map<Kind, Long> daySums) {
        long readjustment = daySums.getOrDefault(Kind.READJUSTMENT, 0L);
        amounts.put(Kind.READJUSTMENT, readjustment);
        amounts.put(Kind.FREEZE, daySums.getOrDefault(Kind.FREEZE, 0L));
        amounts.put(Kind.UNFREEZE, daySums.getOrDefault(Kind.UNFREEZE, 0L));
        long rest = grossChange - readjustment;
        amounts.put(rest > 0 ? Kind.EXPANSION : Kind.CONTRACTION, Math.abs(rest));
    }
}
