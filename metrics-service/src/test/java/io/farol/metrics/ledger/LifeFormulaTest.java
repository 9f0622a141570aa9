package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.months;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifeFormulaTest {
    private static final int CRM = Sample.CRM;
    private static final int JANUARY = month("2024-01");
    private static final MonthGroup ALWAYS = new MonthGroup(12, LedgerTime.OPEN_MONTH, "");

    /** At four month-ends, away at three, at two more, gone. */
    private static final List<MonthResult> MONTHS = months(
            List.of(piece(1, CRM, "2024-01-10", "2024-05-05", 100), piece(2, CRM, "2024-08-01", "2024-10-01", 100)),
            List.of());

    @Test
    void countsMonthsWithoutGaps() {
        assertEquals(
                Map.of(
                        "OPEN " + JANUARY + " 2024-01",
                        "0/1",
                        "OPEN " + JANUARY + " 2024-05",
                        "0/-1",
                        "ENDED 4 2024-05",
                        "0/1",
                        "ENDED 4 2024-08",
                        "0/-1",
                        "OPEN " + month("2024-04") + " 2024-08",
                        "0/1",
                        "OPEN " + month("2024-04") + " 2024-10",
                        "0/-1",
                        "ENDED 6 2024-10",
                        "0/1"),
                shown(LifeFormula.of("total", List.of(ALWAYS), MONTHS)));
    }

    @Test
    void countsInTheGroupOfTheMonthAlsoWhenItIsGone() {
        List<MonthGroup> groups = List.of(
                new MonthGroup(12, month("2024-03"), "A"),
                new MonthGroup(month("2024-03"), month("2024-12"), GroupValue.NONE),
                new MonthGroup(month("2024-12"), LedgerTime.OPEN_MONTH, "B"));

        assertEquals(
                Map.of(
                        "A OPEN " + JANUARY + " 2024-01",
                        "0/1",
                        "A OPEN " + JANUARY + " 2024-03",
                        "0/-1",
                        "B ENDED 6 2024-12",
                        "0/1"),
                shown(LifeFormula.of("sector", groups, MONTHS)));
    }

    @Test
    void aLifeThatGoesOnHasNoEnd() {
        Cells cells = LifeFormula.of(
                "sector", List.of(ALWAYS), months(List.of(piece(1, CRM, "2024-01-31", "", 100)), List.of()));

        assertEquals(Map.of("OPEN " + JANUARY + " 2024-01", "0/1"), shown(cells));
        cells.each((key, sum) -> assertEquals("life:sector", key.dim()));
    }

    @Test
    void whoNeverCameIsNotCounted() {
        assertEquals(Map.of(), shown(LifeFormula.of("total", List.of(ALWAYS), List.of())));
    }
}
