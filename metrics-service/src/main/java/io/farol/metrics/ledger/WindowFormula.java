package io.farol.metrics.ledger;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * What an account adds to {@code window_cell}: for windows of 1, 3, 6 and 12 months its pairs (MRR then, MRR now) by the group that it had then, less what the sums of its flows already say.
 *
 * <p>Zero for an account whose changes lie further apart than the window. The sums are documented at the table.
 */
final class WindowFormula {
    /** Lengths of the windows in months. */
    static final List<Integer> WINDOWS = List.of(1, 3, 6, 12);

    /** Months, {@code from <= month < until}, at whose ends an account is a logo with the same MRR. @param indexSoFarE4 sum of its readjustments up to them */
    record Span(int from, int until, Stretch stretch, long indexSoFarE4) {}

    private WindowFormula() {}

    /**
     * Corrections of one dimension.
     *
     * @param groups the account's groups at month-ends; group NONE is left out
     * @param flows the account's cells of that dimension
     */
    static Cells of(String dim, List<MonthGroup> groups, List<MonthResult> months, Cells flows) {
        Cells cells = new Cells();
        List<Span> spans = spans(months);
        for (int window : WINDOWS) {
            for (Span then : spans) {
                for (Span now : spans) {
                    for (MonthGroup group : groups) {
                        if (!group.value().equals(GroupValue.NONE)) {
                            addPair(cells, dim, group, window, then, now);
                        }
                    }
                }
            }
        }
        flows.each((key, sum) -> WINDOWS.forEach(window -> {
            if (!key.value().equals(GroupValue.NONE)) {
                subtractKnown(cells, key, sum, window);
            }
        }));
        return cells;
    }

    static List<Span> spans(List<MonthResult> months) {
        List<Span> spans = new ArrayList<>();
        long index = 0;
        for (int i = 0; i < months.size(); i++) {
            MonthResult result = months.get(i);
            index += result.amountE4(Kind.READJUSTMENT);
            int until = i + 1 < months.size() ? months.get(i + 1).month() : LedgerTime.OPEN_MONTH;
            if (result.closing().isLogo()) {
                spans.add(new Span(result.month(), until, result.closing(), index));
            }
        }
        return spans;
    }

    private static void addPair(Cells cells, String dim, MonthGroup group, int window, Span then, Span now) {
        int start = Math.max(Math.max(then.from, group.from()) + window, now.from);
        int end = Math.min(Math.min(then.until, group.until()) + window, now.until);
        if (start >= end) {
            return;
        }
        long thenE4 = then.stretch.mrrE4();
        long nowE4 = now.stretch.mrrE4();
        boolean isBilledThen = thenE4 > 0;
        boolean isBilledTwice = isBilledThen && nowE4 > 0;
        addRange(cells, dim, group.value(), "NOW_" + window, start, end, isBilledThen ? nowE4 : 0, 1);
        addRange(cells, dim, group.value(), "MIN_" + window, start, end, Math.min(thenE4, nowE4), 0);
        long index = isBilledTwice ? now.indexSoFarE4 - then.indexSoFarE4 : 0;
        addRange(cells, dim, group.value(), "INDEX_" + window, start, end, index, 0);
    }

    static void addRange(
            Cells cells, String dim, String value, String measure, int start, int end, long amountE4, long n) {
        cells.add(dim, value, measure, start, amountE4, n);
        if (end < LedgerTime.OPEN_MONTH) {
            cells.add(dim, value, measure, end, -amountE4, -n);
        }
    }

    private static void subtractKnown(Cells cells, CellKey flow, Cells.Sum sum, int window) {
        long amount = sum.amountE4();
        long n = sum.n();
        int at = flow.month();
        int later = at + window;
        switch (flow.measure()) {
            case "NEW", "REACTIVATION", CellFormula.TRANSFER_IN -> {
                subtract(cells, flow, "NOW_" + window, later, amount, n);
                subtract(cells, flow, "MIN_" + window, later, amount, 0);
            }
            case CellFormula.TRANSFER_OUT -> {
                subtract(cells, flow, "NOW_" + window, later, -amount, -n);
                subtract(cells, flow, "MIN_" + window, later, -amount, 0);
            }
            case "UNFREEZE" -> {
                subtract(cells, flow, "NOW_" + window, later, amount, 0);
                subtract(cells, flow, "MIN_" + window, later, amount, 0);
            }
            case "EXPANSION" -> {
                subtract(cells, flow, "NOW_" + window, at, amount, 0);
                subtract(cells, flow, "MIN_" + window, later, amount, 0);
            }
            case "READJUSTMENT" -> {
                subtract(cells, flow, "NOW_" + window, at, amount, 0);
                subtract(cells, flow, "MIN_" + window, later, amount, 0);
                subtract(cells, flow, "INDEX_" + window, at, amount, 0);
                subtract(cells, flow, "INDEX_" + window, later, -amount, 0);
            }
            case "CONTRACTION", "FREEZE" -> {
                subtract(cells, flow, "NOW_" + window, at, -amount, 0);
                subtract(cells, flow, "MIN_" + window, at, -amount, 0);
            }
            case "CHURN" -> {
                subtract(cells, flow, "NOW_" + window, at, -amount, -n);
                subtract(cells, flow, "MIN_" + window, at, -amount, 0);
            }
            default -> {
                // FROZEN says nothing about MRR
            }
        }
    }

    private static void subtract(Cells cells, CellKey flow, String measure, int month, long amountE4, long n) {
        cells.add(flow.dim(), flow.value(), measure, month, -amountE4, -n);
    }
}
