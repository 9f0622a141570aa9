package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An account's MRR day by day: the sum of its lines, moved to frozen while a freeze suspends billing (metrics.md 1). */
final class StretchFormula {
    private StretchFormula() {}

    /** Stretches without gaps from {@link LedgerTime#EVER} to {@link LedgerTime#OPEN}, those without MRR included; two neighbours differ. */
    static List<Stretch> of(List<LinePiece> pieces, List<Freeze> freezes) {
        NavigableMap<LocalDate, Long> grossSteps = new TreeMap<>();
        for (LinePiece piece : pieces) {
            step(grossSteps, piece.from(), piece.countedE4());
            step(grossSteps, piece.until(), -piece.countedE4());
        }
        NavigableMap<LocalDate, Long> suspendSteps = new TreeMap<>();
        for (Freeze freeze : freezes) {
            step(suspendSteps, freeze.from(), 1);
            step(suspendSteps, freeze.until(), -1);
        }
        TreeMap<LocalDate, Boolean> days = new TreeMap<>();
        grossSteps.keySet().forEach(day -> days.put(day, true));
        suspendSteps.keySet().forEach(day -> days.put(day, true));

        List<Stretch> stretches = new ArrayList<>();
        long gross = 0;
        long suspended = 0;
        Stretch current = new Stretch(LedgerTime.EVER, LedgerTime.OPEN, 0, 0);
        for (LocalDate day : days.keySet()) {
            if (!day.isBefore(LedgerTime.OPEN)) {
                break;
            }
            gross += grossSteps.getOrDefault(day, 0L);
            suspended += suspendSteps.getOrDefault(day, 0L);
            Stretch next = new Stretch(day, LedgerTime.OPEN, suspended > 0 ? 0 : gross, suspended > 0 ? gross : 0);
            if (next.mrrE4() != current.mrrE4() || next.frozenE4() != current.frozenE4()) {
                stretches.add(new Stretch(current.from(), day, current.mrrE4(), current.frozenE4()));
                current = next;
            }
        }
        stretches.add(current);
        return stretches;
    }

    /** Those of several accounts together. */
    static List<Stretch> sum(List<List<Stretch>> accounts) {
        if (accounts.size() == 1) {
            return accounts.getFirst();
        }
        NavigableMap<LocalDate, Long> billedSteps = new TreeMap<>();
        NavigableMap<LocalDate, Long> frozenSteps = new TreeMap<>();
        for (List<Stretch> stretches : accounts) {
            for (int i = 1; i < stretches.size(); i++) {
                Stretch before = stretches.get(i - 1);
                Stretch stretch = stretches.get(i);
                step(billedSteps, stretch.from(), stretch.mrrE4() - before.mrrE4());
                step(frozenSteps, stretch.from(), stretch.frozenE4() - before.frozenE4());
            }
        }
        List<Stretch> sums = new ArrayList<>();
        Stretch current = new Stretch(LedgerTime.EVER, LedgerTime.OPEN, 0, 0);
        for (LocalDate day : billedSteps.keySet()) {
            long billed = billedSteps.getOrDefault(day, 0L);
            long frozen = frozenSteps.getOrDefault(day, 0L);
            if (billed != 0 || frozen != 0) {
                sums.add(new Stretch(current.from(), day, current.mrrE4(), current.frozenE4()));
                current = new Stretch(day, LedgerTime.OPEN, current.mrrE4() + billed, current.frozenE4() + frozen);
            }
        }
        sums.add(current);
        return sums;
    }

    /** The stretch of a day. */
    static Stretch at(List<Stretch> stretches, LocalDate day) {
        int low = 0;
        int high = stretches.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (stretches.get(middle).from().isAfter(day)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        if (!stretches.get(low).contains(day)) {
            throw new IllegalArgumentException("outside of time: " + day);
        }
        return stretches.get(low);
    }

    /** The stretch of a month's last day. */
    static Stretch atEndOf(List<Stretch> stretches, int month) {
        return at(stretches, LedgerTime.lastDayOf(month));
    }

    private static void step(NavigableMap<LocalDate, Long> steps, LocalDate day, long amount) {
        steps.merge(day, amount, Long::sum);
    }
}
