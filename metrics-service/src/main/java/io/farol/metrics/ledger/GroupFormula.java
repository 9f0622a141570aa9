package io.farol.metrics.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An account's groups by day, and by month-end. */
final class GroupFormula {
    /** The dimension of the month of first MRR. */
    static final String COHORT = "cohort";

    /**
     * Month-ends at which an account is in one group.
     *
     * @param from inclusive
     * @param until exclusive
     */
    record MonthGroup(int from, int until, String value) {
        boolean contains(int month) {
            return from <= month && month < until;
        }
    }

    private GroupFormula() {}

    /** Without gaps and without equal neighbours; a dimension in which the account never had a value is left out. */
    static List<GroupStretch> of(List<GroupValue> values, List<MonthResult> months) {
        Map<String, List<GroupValue>> byDim = new TreeMap<>();
        for (GroupValue value : values) {
            byDim.computeIfAbsent(value.dim(), dim -> new ArrayList<>()).add(value);
        }
        List<GroupStretch> stretches = new ArrayList<>();
        byDim.forEach((dim, dated) -> {
            dated.sort(Comparator.comparing(GroupValue::fromOn));
            stretches.addAll(stretchesOf(dim, dated));
        });
        months.stream()
                .filter(MonthResult::comes)
                .findFirst()
                .ifPresent(first -> stretches.add(
                        new GroupStretch(COHORT, LedgerTime.EVER, LedgerTime.OPEN, LedgerTime.textOf(first.month()))));
        return stretches;
    }

    private static List<GroupStretch> stretchesOf(String dim, List<GroupValue> dated) {
        List<GroupStretch> stretches = new ArrayList<>();
        GroupStretch current = new GroupStretch(dim, LedgerTime.EVER, LedgerTime.OPEN, GroupValue.NONE);
        for (GroupValue value : dated) {
            if (value.value().equals(current.value())) {
                continue;
            }
            if (current.from().isBefore(value.fromOn())) {
                stretches.add(new GroupStretch(dim, current.from(), value.fromOn(), current.value()));
            }
            current = new GroupStretch(dim, value.fromOn(), LedgerTime.OPEN, value.value());
        }
        boolean neverHadOne = stretches.isEmpty() && current.value().equals(GroupValue.NONE);
        if (!neverHadOne) {
            stretches.add(current);
        }
        return stretches;
    }

    /** The groups at month-ends, by dimension; neighbours differ. */
    static Map<String, List<MonthGroup>> atMonthEnds(List<GroupStretch> stretches) {
        Map<String, List<MonthGroup>> byDim = new TreeMap<>();
        for (GroupStretch stretch : stretches) {
            int from = LedgerTime.monthOf(stretch.from());
            int until = LedgerTime.monthOf(stretch.until());
            if (from == until) {
                continue;
            }
            List<MonthGroup> groups = byDim.computeIfAbsent(stretch.dim(), dim -> new ArrayList<>());
            if (!groups.isEmpty() && groups.getLast().value().equals(stretch.value())) {
                groups.add(new MonthGroup(groups.removeLast().from(), until, stretch.value()));
            } else {
                groups.add(new MonthGroup(from, until, stretch.value()));
            }
        }
        return byDim;
    }

    /** The group at the end of a month. */
    static String valueAt(List<MonthGroup> groups, int month) {
        for (MonthGroup group : groups) {
            if (group.contains(month)) {
                return group.value();
            }
        }
        return GroupValue.NONE;
    }
}
