package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The monthly statement of one account, from month-end balances (metrics.md 1).
 *
 * <p>Not a logo at the month's start: all NEW, or REACTIVATION when an earlier month-end was positive. No logo at its end: all CHURN. Else READJUSTMENT, FREEZE, UNFREEZE and FX are the sums of
 * the month's days and the rest is EXPANSION or CONTRACTION by sign. What is frozen at the end of an account's first month, or at the start of its last one, passes through FREEZE or UNFREEZE,
 * so that {@code closing = opening + Σ kinds} and {@code frozen closing = frozen opening + FREEZE − UNFREEZE} hold in every month.
 */
final class MonthNettingFormula {
    private MonthNettingFormula() {}

    static List<MonthResult> of(List<Stretch> stretches, List<Movement> movements) {
        TreeMap<Integer, Map<Kind, Long>> daySums = new TreeMap<>();
        for (Movement movement : movements) {
            ofMonth(daySums, movement.day())
                    .merge(
                            movement.kind(),
                            movement.amountE4() * movement.kind().sign(),
                            Long::sum);
        }
        stretches.stream().skip(1).forEach(stretch -> ofMonth(daySums, stretch.from()));
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
                stay(amounts, closing.mrrE4() - opening.mrrE4(), entry.getValue());
            }
            amounts.values().removeIf(amount -> amount == 0);
            boolean isFrozenValuedAnew = closing.frozenE4() != opening.frozenE4();
            if (!amounts.isEmpty() || isFrozenValuedAnew) {
                results.add(new MonthResult(month, opening, closing, amounts));
            }
            wasLogo |= closing.isLogo();
        }
        return results;
    }

    private static Map<Kind, Long> ofMonth(TreeMap<Integer, Map<Kind, Long>> daySums, LocalDate day) {
        return daySums.computeIfAbsent(LedgerTime.monthOf(day), month -> new EnumMap<>(Kind.class));
    }

    private static void stay(Map<Kind, Long> amounts, long change, Map<Kind, Long> daySums) {
        long readjustment = daySums.getOrDefault(Kind.READJUSTMENT, 0L);
        amounts.put(Kind.READJUSTMENT, readjustment);
        long freeze = daySums.getOrDefault(Kind.FREEZE, 0L);
        long unfreeze = daySums.getOrDefault(Kind.UNFREEZE, 0L);
        long fx = daySums.getOrDefault(Kind.FX, 0L);
        amounts.put(Kind.FREEZE, freeze);
        amounts.put(Kind.UNFREEZE, unfreeze);
        amounts.put(Kind.FX, fx);
        long rest = change - readjustment + freeze - unfreeze - fx;
        amounts.put(rest > 0 ? Kind.EXPANSION : Kind.CONTRACTION, Math.abs(rest));
    }
}
