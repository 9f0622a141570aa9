package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CHAT;
import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.day;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.unconverted;
import static io.farol.metrics.ledger.Sample.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked out by hand: the CRM costs 100 from 10 January to 1 April, the chat 50 from 1 February on. */
class StretchFormulaTest {
    private static final List<LinePiece> LINES =
            List.of(piece(1, CRM, "2024-01-10", "2024-04-01", 100), piece(2, CHAT, "2024-02-01", "", 50));

    @Test
    void addsLinesDayByDay() {
        assertEquals(
                List.of("0001-01-01 0 0", "2024-01-10 100 0", "2024-02-01 150 0", "2024-04-01 50 0"),
                stretches(LINES, List.of()));
    }

    @Test
    void hasNoGaps() {
        List<Stretch> stretches = StretchFormula.of(LINES, List.of());

        for (int i = 1; i < stretches.size(); i++) {
            assertEquals(stretches.get(i - 1).until(), stretches.get(i).from());
        }
        assertEquals(LedgerTime.OPEN, stretches.getLast().until());
    }

    @Test
    void joinsNeighboursThatAreEqual() {
        List<LinePiece> handedOver =
                List.of(piece(1, CRM, "2024-01-10", "2024-03-01", 100), piece(2, CHAT, "2024-03-01", "", 100));

        assertEquals(List.of("0001-01-01 0 0", "2024-01-10 100 0"), stretches(handedOver, List.of()));
    }

    @Test
    void movesAllToFrozenWhileBillingIsSuspended() {
        assertEquals(
                List.of(
                        "0001-01-01 0 0",
                        "2024-01-10 100 0",
                        "2024-02-01 150 0",
                        "2024-03-01 0 150",
                        "2024-04-01 0 50",
                        "2024-05-01 50 0"),
                stretches(LINES, List.of(freeze(1, "2024-03-01", "2024-05-01"))));
    }

    @Test
    void staysFrozenUntilTheLastOfTwoFreezesEnds() {
        assertEquals(
                List.of("0001-01-01 0 0", "2024-02-01 50 0", "2024-03-01 0 50", "2024-06-01 50 0"),
                stretches(
                        LINES.subList(1, 2),
                        List.of(freeze(1, "2024-03-01", "2024-05-01"), freeze(2, "2024-04-01", "2024-06-01"))));
    }

    @Test
    void countsNothingOfALineWithoutARate() {
        assertEquals(List.of("0001-01-01 0 0"), stretches(List.of(unconverted(1, CRM, "2024-01-10", "")), List.of()));
    }

    @Test
    void knowsTheStretchOfADayAndOfAMonthsEnd() {
        List<Stretch> stretches = StretchFormula.of(LINES, List.of());

        assertEquals("0", whole(StretchFormula.at(stretches, day("2024-01-09")).mrrE4()));
        assertEquals(
                "100", whole(StretchFormula.at(stretches, day("2024-01-10")).mrrE4()));
        assertEquals(
                "150", whole(StretchFormula.atEndOf(stretches, month("2024-03")).mrrE4()));
        assertEquals(
                "50", whole(StretchFormula.atEndOf(stretches, month("2024-04")).mrrE4()));
        assertThrows(IllegalArgumentException.class, () -> StretchFormula.at(stretches, LedgerTime.OPEN));
    }

    private static List<String> stretches(List<LinePiece> pieces, List<Freeze> freezes) {
        return StretchFormula.of(pieces, freezes).stream()
                .map(stretch -> stretch.from() + " " + whole(stretch.mrrE4()) + " " + whole(stretch.frozenE4()))
                .toList();
    }
}
