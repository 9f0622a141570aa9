package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.day;
import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.months;
import static io.farol.metrics.ledger.Sample.piece;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dated values worked out by hand. */
class GroupFormulaTest {
    private static final int EVER = LedgerTime.monthOf(LedgerTime.EVER);

    @Test
    void hasNoGapsAndNoEqualNeighbours() {
        assertEquals(
                List.of(
                        "region 0001-01-01 9999-12-31 S",
                        "sector 0001-01-01 2024-02-10 NONE",
                        "sector 2024-02-10 2024-05-01 A",
                        "sector 2024-05-01 2024-06-01 NONE",
                        "sector 2024-06-01 9999-12-31 A"),
                shown(GroupFormula.of(
                        List.of(
                                new GroupValue("sector", day("2024-03-01"), "A"),
                                new GroupValue("sector", day("2024-02-10"), "A"),
                                new GroupValue("sector", day("2024-06-01"), "A"),
                                new GroupValue("sector", day("2024-05-01"), "NONE"),
                                new GroupValue("region", LedgerTime.EVER, "S")),
                        List.of())));
    }

    @Test
    void leavesOutADimensionThatNeverHadAValue() {
        assertEquals(
                List.of(),
                GroupFormula.of(
                        List.of(
                                new GroupValue("sector", LedgerTime.EVER, "NONE"),
                                new GroupValue("sector", day("2024-05-01"), "NONE")),
                        List.of()));
    }

    @Test
    void theCohortIsTheFirstMonthAtWhoseEndTheAccountIsThere() {
        List<MonthResult> months = months(
                List.of(
                        piece(1, CRM, "2024-01-10", "2024-01-20", 100),
                        piece(2, CRM, "2024-03-31", "2024-05-01", 100),
                        piece(3, CRM, "2024-09-01", "", 100)),
                List.of());

        assertEquals(List.of("cohort 0001-01-01 9999-12-31 2024-03"), shown(GroupFormula.of(List.of(), months)));
    }

    @Test
    void takesTheGroupOfTheMonthsLastDay() {
        Map<String, List<MonthGroup>> groups = GroupFormula.atMonthEnds(List.of(
                new GroupStretch("sector", LedgerTime.EVER, day("2024-02-10"), "A"),
                new GroupStretch("sector", day("2024-02-10"), day("2024-02-20"), "B"),
                new GroupStretch("sector", day("2024-02-20"), day("2024-05-01"), "A"),
                new GroupStretch("sector", day("2024-05-01"), LedgerTime.OPEN, "C")));

        assertEquals(
                Map.of(
                        "sector",
                        List.of(
                                new MonthGroup(EVER, month("2024-05"), "A"),
                                new MonthGroup(month("2024-05"), LedgerTime.OPEN_MONTH, "C"))),
                groups);
    }

    @Test
    void knowsTheGroupAtAMonthsEnd() {
        List<MonthGroup> groups = List.of(new MonthGroup(month("2024-02"), month("2024-05"), "A"));

        assertEquals("NONE", GroupFormula.valueAt(groups, month("2024-01")));
        assertEquals("A", GroupFormula.valueAt(groups, month("2024-02")));
        assertEquals("A", GroupFormula.valueAt(groups, month("2024-04")));
        assertEquals("NONE", GroupFormula.valueAt(groups, month("2024-05")));
    }

    private static List<String> shown(List<GroupStretch> stretches) {
        return stretches.stream()
                .map(stretch -> stretch.dim() + " " + stretch.from() + " " + stretch.until() + " " + stretch.value())
                .toList();
    }
}
