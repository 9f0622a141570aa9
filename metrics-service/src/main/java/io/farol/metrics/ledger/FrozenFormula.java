package io.farol.metrics.ledger;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import io.farol.metrics.ledger.WindowFormula.Span;
import java.util.List;

/**
 * What an account adds to the cells of what is frozen at a window's end, in dimensions of their own called {@code frozen:<dimension>}: of the accounts with MRR at the window's start, by the group of
 * then, less what FROZEN of now already says (NOW), and how much of it is more than their MRR of then (OVER).
 *
 * <p>Zero for an account that was never frozen, and while one that stays in its group is frozen for less than the window.
 */
final class FrozenFormula {
    static final String DIM = "frozen:";
    static final String NOW = "NOW ";
    static final String OVER = "OVER ";

    private FrozenFormula() {}

    /** @param groups the account's groups at month-ends; group NONE is left out, it is the total's minus all others */
    static Cells of(String dim, List<MonthGroup> groups, List<MonthResult> months) {
        Cells cells = new Cells();
        List<Span> spans = WindowFormula.spans(months);
        for (Span now : spans) {
            if (now.stretch().frozenE4() > 0) {
                for (MonthGroup group : groups) {
                    if (!group.value().equals(GroupValue.NONE)) {
                        WindowFormula.WINDOWS.forEach(window -> add(cells, DIM + dim, group, window, now, spans));
                    }
                }
            }
        }
        return cells;
    }

    private static void add(Cells cells, String dim, MonthGroup group, int window, Span now, List<Span> spans) {
        long frozenE4 = now.stretch().frozenE4();
        int from = Math.max(now.from(), group.from());
        int until = Math.min(now.until(), group.until());
        addRange(cells, dim, group, NOW + window, from, until, -frozenE4);
        for (Span then : spans) {
            long thenE4 = then.stretch().mrrE4();
            if (thenE4 > 0) {
                int start = Math.max(Math.max(then.from(), group.from()) + window, now.from());
                int end = Math.min(Math.min(then.until(), group.until()) + window, now.until());
                addRange(cells, dim, group, NOW + window, start, end, frozenE4);
                addRange(cells, dim, group, OVER + window, start, end, Math.max(0, frozenE4 - thenE4));
            }
        }
    }

    private static void addRange(
            Cells cells, String dim, MonthGroup group, String measure, int start, int end, long amountE4) {
        if (start < end) {
            WindowFormula.addRange(cells, dim, group.value(), measure, start, end, amountE4, 0);
        }
    }
}
