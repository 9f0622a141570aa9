package io.farol.metrics.ledger;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.List;

/**
 * What an account adds to the statement, whole and by the account's groups.
 *
 * <p>Flows belong to the group at the end of the previous month, those of an account that comes to the group at this month's end; then the closing MRR of an account that changed its group
 * and is a logo at both ends moves as TRANSFER_OUT and TRANSFER_IN (metrics.md 1).
 */
final class CellFormula {
    static final String FROZEN = "FROZEN";
    static final String TRANSFER_IN = "TRANSFER_IN";
    static final String TRANSFER_OUT = "TRANSFER_OUT";

    private CellFormula() {}

    static Cells total(List<MonthResult> months) {
        Cells cells = new Cells();
        for (MonthResult result : months) {
            addFlows(cells, CellKey.TOTAL, "", result);
        }
        return cells;
    }

    /** Group NONE gets transfers only: its other figures are the total's minus all others. */
    static Cells byDimension(String dim, List<MonthGroup> groups, List<MonthResult> months, List<Stretch> stretches) {
        Cells cells = new Cells();
        for (MonthResult result : months) {
            String value = GroupFormula.valueAt(groups, result.comes() ? result.month() : result.month() - 1);
            if (!value.equals(GroupValue.NONE)) {
                addFlows(cells, dim, value, result);
            }
        }
        for (int i = 1; i < groups.size(); i++) {
            int month = groups.get(i).from();
            Stretch closing = StretchFormula.atEndOf(stretches, month);
            if (closing.isLogo() && StretchFormula.atEndOf(stretches, month - 1).isLogo()) {
                addTransfer(cells, dim, groups.get(i - 1).value(), groups.get(i).value(), month, closing);
            }
        }
        return cells;
    }

    private static void addFlows(Cells cells, String dim, String value, MonthResult result) {
        result.amountsE4().forEach((kind, amount) -> cells.add(dim, value, kind.name(), result.month(), amount, 1));
        cells.add(
                dim,
                value,
                FROZEN,
                result.month(),
                result.closing().frozenE4() - result.opening().frozenE4(),
                countFrozen(result.closing()) - countFrozen(result.opening()));
    }

    private static void addTransfer(Cells cells, String dim, String from, String to, int month, Stretch closing) {
        cells.add(dim, from, TRANSFER_OUT, month, closing.mrrE4(), 1);
        cells.add(dim, to, TRANSFER_IN, month, closing.mrrE4(), 1);
        if (!from.equals(GroupValue.NONE)) {
            cells.add(dim, from, FROZEN, month, -closing.frozenE4(), -countFrozen(closing));
        }
        if (!to.equals(GroupValue.NONE)) {
            cells.add(dim, to, FROZEN, month, closing.frozenE4(), countFrozen(closing));
        }
    }

    /** Accounts with nothing but frozen MRR; a family may have both. */
    private static long countFrozen(Stretch stretch) {
        return stretch.frozenE4() > 0 && stretch.mrrE4() == 0 ? 1 : 0;
    }
}
