package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.unconverted;
import static io.farol.metrics.ledger.Sample.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked out by hand, a line at a time. */
class LineStepFormulaTest {

    @Test
    void startsAndEnds() {
        assertEquals(
                List.of("2024-01-10 100 starts", "2024-04-01 -100 ends"),
                steps(piece(1, CRM, "2024-01-10", "2024-04-01", 100)));
    }

    @Test
    void anOpenLineDoesNotEnd() {
        assertEquals(List.of("2024-01-10 100 starts"), steps(piece(1, CRM, "2024-01-10", "", 100)));
    }

    @Test
    void goesOnWithOtherTerms() {
        assertEquals(
                List.of("2024-01-10 100 starts", "2024-02-01 -30 goes on", "2024-04-01 5 goes on, index"),
                steps(
                        changed(1, CRM, "2024-04-01", "", 75, 1, "READJUSTMENT"),
                        piece(1, CRM, "2024-01-10", "2024-02-01", 100),
                        changed(1, CRM, "2024-02-01", "2024-04-01", 70, 1, "OTHER")));
    }

    @Test
    void endsBeforeAGapAndStartsAgainAfterIt() {
        assertEquals(
                List.of("2024-01-10 100 starts", "2024-02-01 -100 ends", "2024-03-01 120 starts"),
                steps(
                        piece(1, CRM, "2024-01-10", "2024-02-01", 100),
                        changed(1, CRM, "2024-03-01", "", 120, 1, "READJUSTMENT")));
    }

    @Test
    void leavesOutWhatMovesNothing() {
        assertEquals(
                List.of("2024-01-10 100 starts"),
                steps(
                        piece(1, CRM, "2024-01-10", "2024-02-01", 100),
                        changed(1, CRM, "2024-02-01", "", 100, 2, "UPSELL")));
        assertEquals(List.of(), steps(unconverted(1, CRM, "2024-01-10", "2024-02-01")));
    }

    @Test
    void oneLineDoesNotGoOnFromAnother() {
        List<LineStep> steps = LineStepFormula.of(
                List.of(piece(1, CRM, "2024-01-10", "2024-02-01", 100), piece(2, CRM, "2024-02-01", "", 100)));

        assertEquals(3, steps.size());
        steps.forEach(step -> assertNull(step.previous()));
    }

    private static List<String> steps(LinePiece... pieces) {
        return LineStepFormula.of(List.of(pieces)).stream()
                .map(step -> step.day()
                        + " "
                        + whole(step.deltaE4())
                        + (step.isEnd() ? " ends" : step.previous() == null ? " starts" : " goes on")
                        + (step.isReadjustment() ? ", index" : ""))
                .toList();
    }
}
