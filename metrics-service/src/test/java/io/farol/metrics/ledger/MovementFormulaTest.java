package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CHAT;
import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.ended;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.id;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each kind of movement from lines worked out by hand. */
class MovementFormulaTest {

    @Test
    void comesGoesAndComesBack() {
        assertEquals(
                List.of(
                        "2024-01-10 NEW 100 line 1",
                        "2024-04-01 CHURN -100 line 1 PRICE",
                        "2024-06-01 REACTIVATION 70 line 2"),
                movements(
                        List.of(
                                ended(1, CRM, "2024-01-10", "2024-04-01", 100, "PRICE"),
                                piece(2, CHAT, "2024-06-01", "", 70)),
                        List.of()));
    }

    @Test
    void namesTheLineThatMovedMostAndOfEqualsTheSmallest() {
        assertEquals(
                List.of("2024-01-10 NEW 150 line 2", "2024-03-01 CONTRACTION -40 line 1 MERGER"),
                movements(
                        List.of(
                                ended(1, CRM, "2024-01-10", "2024-03-01", 20, "MERGER"),
                                piece(2, CHAT, "2024-01-10", "", 110),
                                ended(3, CHAT, "2024-01-10", "2024-03-01", 20, "OTHER")),
                        List.of()));
    }

    @Test
    void netsADayBeforeItSplitsIt() {
        List<LinePiece> swapped = List.of(
                piece(1, CRM, "2024-01-10", "2024-03-01", 100),
                piece(2, CHAT, "2024-03-01", "", 130),
                piece(3, CHAT, "2024-01-10", "2024-02-01", 10),
                piece(4, CRM, "2024-02-01", "", 10));

        assertEquals(
                List.of("2024-01-10 NEW 110 line 1", "2024-03-01 EXPANSION 30 line 2 CROSS_SELL"),
                movements(swapped.subList(0, 2), List.of(), piece(3, CRM, "2024-01-10", "", 10)));
        assertEquals(
                List.of("2024-01-10 NEW 110 line 1", "2024-03-01 EXPANSION 30 line 2 UPSELL"),
                movements(
                        List.of(
                                swapped.get(0),
                                swapped.get(1),
                                piece(3, CHAT, "2024-01-10", "2024-03-01", 10),
                                piece(4, CRM, "2024-03-01", "", 10)),
                        List.of()));
    }

    @Test
    void tellsUpsellCrossSellAndOtherApart() {
        LinePiece crm = piece(1, CRM, "2024-01-01", "2024-02-01", 100);

        assertEquals("OTHER", subKind(crm, changed(1, CRM, "2024-02-01", "", 110, 1, null)));
        assertEquals("UPSELL", subKind(crm, changed(1, CRM, "2024-02-01", "", 110, 2, null)));
        assertEquals("CROSS_SELL", subKind(crm, changed(1, CRM, "2024-02-01", "", 110, 2, "CROSS_SELL")));
        assertEquals("UPSELL", subKind(crm, changed(1, CRM, "2024-02-01", "", 110, 1, "UPSELL")));
        LinePiece open = piece(1, CRM, "2024-01-01", "", 100);
        assertEquals("CROSS_SELL", subKind(open, piece(2, CHAT, "2024-02-01", "", 10)));
        assertEquals("UPSELL", subKind(open, piece(2, CRM, "2024-02-01", "", 10)));
        assertEquals("OTHER", subKind(open, changed(2, CHAT, "2024-02-01", "", 10, 1, "RENEWAL")));
    }

    @Test
    void aProductThatEndedLongerAgoIsSoldAnew() {
        LinePiece chat = piece(1, CHAT, "2023-01-01", "", 100);

        assertEquals(
                "UPSELL",
                subKind(chat, piece(2, CRM, "2023-02-01", "2024-02-01", 5), piece(3, CRM, "2024-02-01", "", 10)));
        assertEquals(
                "CROSS_SELL",
                subKind(chat, piece(2, CRM, "2023-02-01", "2024-01-31", 5), piece(3, CRM, "2024-02-01", "", 10)));
    }

    @Test
    void takesTheIndexsPartFirst() {
        assertEquals(
                List.of(
                        "2024-01-01 NEW 150 line 1",
                        "2024-03-01 READJUSTMENT 10 line 1 amended",
                        "2024-03-01 CONTRACTION -50 line 2"),
                movements(
                        List.of(
                                piece(1, CRM, "2024-01-01", "2024-03-01", 100),
                                changed(1, CRM, "2024-03-01", "", 110, 1, "READJUSTMENT"),
                                piece(2, CHAT, "2024-01-01", "2024-03-01", 50)),
                        List.of()));
    }

    @Test
    void anIndexMayFallWhileAnotherLineMakesUpForIt() {
        assertEquals(
                List.of(
                        "2024-01-01 NEW 100 line 1",
                        "2024-03-01 READJUSTMENT -10 line 1 amended",
                        "2024-03-01 EXPANSION 10 line 2 CROSS_SELL"),
                movements(
                        List.of(
                                piece(1, CRM, "2024-01-01", "2024-03-01", 100),
                                changed(1, CRM, "2024-03-01", "", 90, 1, "READJUSTMENT"),
                                piece(2, CHAT, "2024-03-01", "", 10)),
                        List.of()));
    }

    @Test
    void freezesBesideWhatElseHappens() {
        assertEquals(
                List.of(
                        "2024-01-01 NEW 100 line 1",
                        "2024-02-01 EXPANSION 20 line 2 CROSS_SELL",
                        "2024-02-01 FREEZE -120 freeze 7",
                        "2024-03-01 UNFREEZE 120 freeze 7"),
                movements(
                        List.of(piece(1, CRM, "2024-01-01", "", 100), piece(2, CHAT, "2024-02-01", "", 20)),
                        List.of(freeze(8, "2023-01-01", "2024-01-15"), freeze(7, "2024-02-01", "2024-03-01"))
                                .subList(1, 2)));
    }

    @Test
    void cancelledWhileFrozenIsUnfreezeThenChurn() {
        assertEquals(
                List.of(
                        "2024-01-01 NEW 100 line 1",
                        "2024-02-01 FREEZE -100 freeze 7",
                        "2024-02-15 CHURN -100 line 1",
                        "2024-02-15 UNFREEZE 100 freeze 7"),
                movements(
                        List.of(piece(1, CRM, "2024-01-01", "2024-02-15", 100)),
                        List.of(freeze(7, "2024-02-01", "2024-03-01"))));
    }

    @Test
    void comesBackFrozen() {
        assertEquals(
                List.of(
                        "2024-01-01 NEW 100 line 1",
                        "2024-02-01 CHURN -100 line 1",
                        "2024-03-01 REACTIVATION 50 line 2",
                        "2024-03-01 FREEZE -50 freeze 6",
                        "2024-04-01 UNFREEZE 50 freeze 6"),
                movements(
                        List.of(piece(1, CRM, "2024-01-01", "2024-02-01", 100), piece(2, CRM, "2024-03-01", "", 50)),
                        List.of(freeze(7, "2024-03-01", "2024-04-01"), freeze(6, "2024-02-15", "2024-04-01"))));
    }

    @Test
    void thereIsNoReadjustmentOnTheDayAnAccountComes() {
        Stretch nothing = new Stretch(LedgerTime.EVER, LedgerTime.OPEN, 0, 0);
        Stretch hundred = new Stretch(LedgerTime.EVER, LedgerTime.OPEN, 100_0000, 0);
        List<LineStep> steps = LineStepFormula.of(List.of(
                piece(1, CRM, "2024-01-01", "2024-03-01", 100),
                changed(1, CRM, "2024-03-01", "", 110, 1, "READJUSTMENT")));

        assertEquals(0, MovementFormula.readjustmentE4(nothing, hundred, steps));
        assertEquals(0, MovementFormula.readjustmentE4(hundred, nothing, steps));
        assertEquals(10_0000, MovementFormula.readjustmentE4(hundred, hundred, steps));
    }

    @Test
    void anEndNamesNoAmendment() {
        Movement churn = of(List.of(changed(1, CRM, "2024-01-01", "2024-03-01", 100, 1, "RENEWAL")), List.of())
                .getLast();

        assertEquals(Kind.CHURN, churn.kind());
        assertEquals(id(1), churn.lineId());
        assertNull(churn.amendmentId());
    }

    private static String subKind(LinePiece... pieces) {
        return of(List.of(pieces), List.of()).stream()
                .filter(movement -> movement.kind() == Kind.EXPANSION)
                .map(movement -> String.valueOf(movement.subKind()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static List<String> movements(List<LinePiece> pieces, List<Freeze> freezes, LinePiece... more) {
        return of(Stream.concat(pieces.stream(), Stream.of(more)).toList(), freezes).stream()
                .map(movement -> Stream.of(
                                movement.day().toString(),
                                movement.kind().toString(),
                                whole(movement.amountE4()),
                                movement.lineId() == null
                                        ? ""
                                        : "line " + movement.lineId().getLeastSignificantBits(),
                                movement.subKind(),
                                movement.amendmentId() == null ? "" : "amended",
                                movement.freezeId() == null
                                        ? ""
                                        : "freeze " + movement.freezeId().getLeastSignificantBits(),
                                movement.churnReason())
                        .filter(word -> word != null && !word.isEmpty())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static List<Movement> of(List<LinePiece> pieces, List<Freeze> freezes) {
        return MovementFormula.of(StretchFormula.of(pieces, freezes), LineStepFormula.of(pieces), pieces, freezes);
    }
}
