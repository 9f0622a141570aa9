package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.months;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Worked out by hand: 100 from January, 120 from March (index 5 of it), cancelled in June; by groups that change in March. */
class CellFormulaTest {
    private static final int EVER = LedgerTime.monthOf(LedgerTime.EVER);
    private static final List<LinePiece> LINE = List.of(
            piece(1, CRM, "2024-01-10", "2024-03-05", 100),
            changed(1, CRM, "2024-03-05", "2024-03-20", 105, 1, "READJUSTMENT"),
            changed(1, CRM, "2024-03-20", "2024-06-10", 120, 1, null));

    @Test
    void sumsTheFlowsOfAMonth() {
        assertEquals(
                Map.of(
                        "NEW 2024-01", "100/1",
                        "READJUSTMENT 2024-03", "5/1",
                        "EXPANSION 2024-03", "15/1",
                        "CHURN 2024-06", "120/1"),
                shown(CellFormula.total(months(LINE, List.of()))));
    }

    @Test
    void frozenRisesAndFallsBesideFreezeAndUnfreeze() {
        assertEquals(
                Map.of(
                        "NEW 2024-01", "100/1",
                        "FREEZE 2024-02", "100/1",
                        "FROZEN 2024-02", "100/1",
                        "UNFREEZE 2024-04", "100/1",
                        "FROZEN 2024-04", "-100/-1"),
                shown(CellFormula.total(months(
                        List.of(piece(1, CRM, "2024-01-10", "", 100)),
                        List.of(freeze(1, "2024-02-10", "2024-04-01"))))));
    }

    @Test
    void aHandOverDoesNotShiftAFlow() {
        assertEquals(
                Map.of(
                        "A NEW 2024-01", "100/1",
                        "A READJUSTMENT 2024-03", "5/1",
                        "A EXPANSION 2024-03", "15/1",
                        "A TRANSFER_OUT 2024-03", "120/1",
                        "B TRANSFER_IN 2024-03", "120/1",
                        "B CHURN 2024-06", "120/1"),
                byGroup("A", "B", "2024-03", List.of()));
    }

    @Test
    void aChurnedAccountDoesNotTransfer() {
        assertEquals(
                Map.of(
                        "A NEW 2024-01", "100/1",
                        "A READJUSTMENT 2024-03", "5/1",
                        "A EXPANSION 2024-03", "15/1",
                        "A CHURN 2024-06", "120/1"),
                byGroup("A", "B", "2024-06", List.of()));
        assertEquals(byGroup("B", "B", "2024-03", List.of()), byGroup("A", "B", "2024-01", List.of()));
    }

    @Test
    void whoeverComesBelongsToTheGroupOfThatMonthsEnd() {
        assertEquals("100/1", byGroup("A", "B", "2024-01", List.of()).get("B NEW 2024-01"));
        assertEquals("100/1", byGroup("A", "B", "2024-02", List.of()).get("A NEW 2024-01"));
    }

    @Test
    void groupNoneHasTransfersOnly() {
        assertEquals(
                Map.of(
                        "NONE TRANSFER_OUT 2024-03",
                        "120/1",
                        "B TRANSFER_IN 2024-03",
                        "120/1",
                        "B CHURN 2024-06",
                        "120/1"),
                byGroup("NONE", "B", "2024-03", List.of()));
        assertEquals(
                Map.of(
                        "A NEW 2024-01", "100/1",
                        "A READJUSTMENT 2024-03", "5/1",
                        "A EXPANSION 2024-03", "15/1",
                        "A TRANSFER_OUT 2024-03", "120/1",
                        "NONE TRANSFER_IN 2024-03", "120/1"),
                byGroup("A", "NONE", "2024-03", List.of()));
    }

    @Test
    void frozenMrrMovesWithTheAccount() {
        List<Freeze> freezes = List.of(freeze(1, "2024-02-10", "2024-05-01"));
        Map<String, String> cells = byGroup("A", "B", "2024-04", freezes);

        assertEquals("0/1", cells.get("A TRANSFER_OUT 2024-04"));
        assertEquals("0/1", cells.get("B TRANSFER_IN 2024-04"));
        assertEquals("-120/-1", cells.get("A FROZEN 2024-04"));
        assertEquals("120/1", cells.get("B FROZEN 2024-04"));
        assertEquals("-120/-1", cells.get("B FROZEN 2024-05"));
        assertEquals(null, byGroup("NONE", "B", "2024-04", freezes).get("NONE FROZEN 2024-04"));
        assertEquals(null, byGroup("A", "NONE", "2024-04", freezes).get("NONE FROZEN 2024-04"));
    }

    private static Map<String, String> byGroup(String before, String after, String changesIn, List<Freeze> freezes) {
        List<MonthGroup> groups = before.equals(after)
                ? List.of(new MonthGroup(EVER, LedgerTime.OPEN_MONTH, after))
                : List.of(
                        new MonthGroup(EVER, month(changesIn), before),
                        new MonthGroup(month(changesIn), LedgerTime.OPEN_MONTH, after));
        return shown(
                CellFormula.byDimension("sector", groups, months(LINE, freezes), StretchFormula.of(LINE, freezes)));
    }
}
