package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndFormulaTest {
    private static final int CRM = Sample.CRM;
    private static final int MAY = month("2024-05");
    private static final int SEPTEMBER = month("2024-09");
    private static final LinePiece TO_MAY = piece(1, CRM, "2024-01-10", "2024-05-05", 100);

    @Test
    void isAStepOnTheFirstDayWithItsEnd() {
        assertEquals(
                Map.of("START " + MAY + " 10 2024-01", "100/1", "END " + MAY + " 5 2024-01", "100/1"),
                shown(EndFormula.of(List.of(TO_MAY), List.of())));
    }

    @Test
    void whatGoesOnDoesNotEnd() {
        LinePiece open = piece(2, CRM, "2024-01-10", "", 100);
        LinePiece renewed = changed(1, CRM, "2024-05-05", "2024-09-01", 110, 1, "RENEWAL");

        assertEquals(Map.of(), shown(EndFormula.of(List.of(open), List.of())));
        assertEquals(
                Map.of("START " + SEPTEMBER + " 5 2024-05", "110/1", "END " + SEPTEMBER + " 1 2024-05", "110/1"),
                shown(EndFormula.of(List.of(TO_MAY, renewed, open), List.of())));
    }

    @Test
    void theSameLineLaterIsNoContinuationAndAnotherLineOnTheDayIsNone() {
        LinePiece back = piece(1, CRM, "2024-05-06", "", 100);
        LinePiece other = piece(2, CRM, "2024-05-05", "", 100);

        assertEquals(
                shown(EndFormula.of(List.of(TO_MAY), List.of())),
                shown(EndFormula.of(List.of(TO_MAY, back, other), List.of())));
    }

    @Test
    void withoutARateItCountsInNoSumButGoesOn() {
        assertEquals(
                Map.of(),
                shown(EndFormula.of(
                        List.of(TO_MAY, Sample.unconverted(1, CRM, "2024-05-05", "2024-09-01")), List.of())));
    }

    @Test
    void aFreezeIsTwoSteps() {
        assertEquals(
                Map.of(
                        "START " + MAY + " 10 2024-01",
                        "100/1",
                        "END " + MAY + " 5 2024-01",
                        "100/1",
                        "START " + MAY + " 3 2024-02",
                        "-100/-1",
                        "END " + MAY + " 5 2024-02",
                        "-100/-1",
                        "START " + MAY + " 20 2024-03",
                        "100/1",
                        "END " + MAY + " 5 2024-03",
                        "100/1"),
                shown(EndFormula.of(
                        List.of(TO_MAY),
                        List.of(freeze(1, "2024-02-03", "2024-03-20"), freeze(2, "2024-03-01", "2024-03-11")))));
    }

    @Test
    void aFreezeBeyondTheEndIsOneAndOneBeforeTheStartNone() {
        assertEquals(
                Map.of(
                        "START " + MAY + " 10 2024-01",
                        "100/1",
                        "END " + MAY + " 5 2024-01",
                        "100/1",
                        "START " + MAY + " 1 2024-04",
                        "-100/-1",
                        "END " + MAY + " 5 2024-04",
                        "-100/-1"),
                shown(EndFormula.of(
                        List.of(TO_MAY),
                        List.of(freeze(1, "2023-02-03", "2023-03-20"), freeze(2, "2024-04-01", "2024-08-01")))));
    }

    @Test
    void anAccountCountsByTheLatestEndOfWhatItIsBilledFor() {
        LinePiece within = piece(2, CRM, "2024-02-01", "2024-04-15", 50);
        LinePiece longer = piece(3, CRM, "2024-03-02", "2024-09-09", 30);
        int april = month("2024-04");

        assertEquals(
                Map.of(
                        "START " + MAY + " 10 2024-01",
                        "100/1",
                        "END " + MAY + " 5 2024-01",
                        "100/1",
                        "START " + april + " 1 2024-02",
                        "50/0",
                        "END " + april + " 15 2024-02",
                        "50/0",
                        "START " + SEPTEMBER + " 2 2024-03",
                        "30/1",
                        "END " + SEPTEMBER + " 9 2024-03",
                        "30/1",
                        "START " + MAY + " 2 2024-03",
                        "0/-1",
                        "END " + MAY + " 5 2024-03",
                        "0/-1"),
                shown(EndFormula.of(List.of(longer, within, TO_MAY), List.of())));
    }

    @Test
    void isOfTheWholeOnly() {
        EndFormula.of(List.of(TO_MAY), List.of()).each((key, sum) -> {
            assertEquals("ends:total", key.dim());
            assertEquals("", key.value());
        });
    }
}
