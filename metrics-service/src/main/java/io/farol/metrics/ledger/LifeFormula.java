package io.farol.metrics.ledger;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * What an account adds to the life-time cells, in dimensions of their own called {@code life:<dimension>}: in each month it counts once, in the group that it has then, under OPEN with the month
 * at whose end its life would have begun without gaps, or under ENDED with the months of its life; both stay the same while nothing happens.
 */
final class LifeFormula {
    static final String DIM = "life:";
    static final String OPEN = "OPEN ";
    static final String ENDED = "ENDED ";

    private record State(int from, int until, String measure) {}

    private LifeFormula() {}

    /** @param groups the account's groups at month-ends; group NONE is left out, it is the total's minus all others */
    static Cells of(String dim, List<MonthGroup> groups, List<MonthResult> months) {
        Cells cells = new Cells();
        for (State state : states(months)) {
            for (MonthGroup group : groups) {
                int from = Math.max(state.from, group.from());
                int until = Math.min(state.until, group.until());
                if (from < until && !group.value().equals(GroupValue.NONE)) {
                    cells.add(DIM + dim, group.value(), state.measure, from, 0, 1);
                    if (until < LedgerTime.OPEN_MONTH) {
                        cells.add(DIM + dim, group.value(), state.measure, until, 0, -1);
                    }
                }
            }
        }
        return cells;
    }

    private static List<State> states(List<MonthResult> months) {
        List<MonthResult> events =
                months.stream().filter(month -> month.comes() || month.goes()).toList();
        List<State> states = new ArrayList<>();
        int lived = 0;
        for (int i = 0; i < events.size(); i++) {
            int month = events.get(i).month();
            boolean isEnd = events.get(i).goes();
            lived += isEnd ? month - events.get(i - 1).month() : 0;
            int until = i + 1 < events.size() ? events.get(i + 1).month() : LedgerTime.OPEN_MONTH;
            states.add(new State(month, until, isEnd ? ENDED + lived : OPEN + (month - lived)));
        }
        return states;
    }
}
