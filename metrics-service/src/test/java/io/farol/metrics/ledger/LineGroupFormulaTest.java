package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CHAT;
import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.ofTerm;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An account's months by product and by term, worked out by hand. */
class LineGroupFormulaTest {
    private static final int MOBILE = 3;

    @Test
    void splitsInProportionSoThatNothingIsLost() {
        assertEquals(Map.of("a", 3L, "b", 3L, "c", 4L), share(10, 1, 1, 1));
        assertEquals(Map.of("a", 0L, "b", 7L, "c", 0L), share(7, 0, 5, 0));
        assertEquals(Map.of(), share(0, 1, 1, 1));
        assertEquals(Map.of(), share(10, 0, 0, 0));
        assertEquals(
                Map.of("a", 3_000_000_000_000_000_000L, "b", 3_000_000_000_000_000_000L, "c", 0L),
                share(6_000_000_000_000_000_000L, 4_000_000_000_000_000_000L, 4_000_000_000_000_000_000L, 0));
    }

    @Test
    void comesAndGoesByProduct() {
        assertEquals(
                Map.of(
                        "CRM NEW 2024-01", "100/1",
                        "CHAT NEW 2024-01", "30/1",
                        "CRM CHURN 2024-03", "100/1",
                        "CHAT CHURN 2024-03", "30/1",
                        "MOBILE REACTIVATION 2024-05", "20/1"),
                byProduct(
                        List.of(),
                        piece(1, CRM, "2024-01-01", "2024-03-01", 100),
                        piece(2, CHAT, "2024-01-01", "2024-03-01", 30),
                        piece(3, MOBILE, "2024-05-01", "", 20)));
    }

    /** A second product is the account's expansion; it comes to the account as a transfer of nothing. */
    @Test
    void aNewProductOfAnAccountIsItsExpansion() {
        assertEquals(
                Map.of("CRM NEW 2024-01", "100/1", "CHAT EXPANSION 2024-03", "30/1", "CHAT TRANSFER_IN 2024-03", "0/1"),
                byProduct(List.of(), piece(1, CRM, "2024-01-01", "", 100), piece(2, CHAT, "2024-03-01", "", 30)));
    }

    /** CRM 100 -> 40, chat 50 -> 90, mobile 0 -> 30: 10 more, over the 70 that moved its way: 40/70 and 30/70 of 10, cut to 1/10,000. The rest nets out inside. */
    @Test
    void givesTheNetChangeToWhatMovedItsWay() {
        assertEquals(
                Map.of(
                        "CRM NEW 2024-01", "100/1",
                        "CHAT NEW 2024-01", "50/1",
                        "CRM TRANSFER_OUT 2024-03", "60/0",
                        "CHAT EXPANSION 2024-03", "5.7142/1",
                        "CHAT TRANSFER_IN 2024-03", "34.2858/0",
                        "MOBILE EXPANSION 2024-03", "4.2858/1",
                        "MOBILE TRANSFER_IN 2024-03", "25.7142/1"),
                byProduct(
                        List.of(),
                        piece(1, CRM, "2024-01-01", "2024-03-05", 100),
                        changed(1, CRM, "2024-03-05", "", 40, 1, null),
                        piece(2, CHAT, "2024-01-01", "2024-03-05", 50),
                        changed(2, CHAT, "2024-03-05", "", 90, 1, null),
                        piece(3, MOBILE, "2024-03-05", "", 30)));
    }

    /** CRM 100 -> 0, chat 50 -> 60: 90 less, all of it the CRM's, whose last 10 went to the chat. */
    @Test
    void aFallNetsOutTheSameWay() {
        assertEquals(
                Map.of(
                        "CRM NEW 2024-01", "100/1",
                        "CHAT NEW 2024-01", "50/1",
                        "CRM CONTRACTION 2024-03", "90/1",
                        "CRM TRANSFER_OUT 2024-03", "10/1",
                        "CHAT TRANSFER_IN 2024-03", "10/0"),
                byProduct(
                        List.of(),
                        piece(1, CRM, "2024-01-01", "2024-03-05", 100),
                        piece(2, CHAT, "2024-01-01", "2024-03-05", 50),
                        changed(2, CHAT, "2024-03-05", "", 60, 1, null)));
    }

    @Test
    void theIndexIsItsLinesOwn() {
        assertEquals(
                Map.of("CRM NEW 2024-01", "100/1", "CHAT NEW 2024-01", "50/1", "CRM READJUSTMENT 2024-03", "7/1"),
                byProduct(
                        List.of(),
                        piece(1, CRM, "2024-01-01", "2024-03-05", 100),
                        changed(1, CRM, "2024-03-05", "", 107, 1, "READJUSTMENT"),
                        piece(2, CHAT, "2024-01-01", "", 50)));
    }

    @Test
    void aFreezeIsSpreadOverWhatIsUnderContract() {
        assertEquals(
                Map.of(
                        "CRM NEW 2024-01", "100/1",
                        "CHAT NEW 2024-01", "50/1",
                        "CRM FREEZE 2024-02", "100/1",
                        "CRM FROZEN 2024-02", "100/1",
                        "CHAT FREEZE 2024-02", "50/1",
                        "CHAT FROZEN 2024-02", "50/1",
                        "CRM UNFREEZE 2024-04", "100/1",
                        "CRM FROZEN 2024-04", "-100/-1",
                        "CHAT UNFREEZE 2024-04", "50/1",
                        "CHAT FROZEN 2024-04", "-50/-1"),
                byProduct(
                        List.of(freeze(1, "2024-02-10", "2024-04-10")),
                        piece(1, CRM, "2024-01-01", "", 100),
                        piece(2, CHAT, "2024-01-01", "", 50)));
    }

    @Test
    void whatIsFrozenWhenItComesOrGoesPassesThrough() {
        assertEquals(
                Map.of(
                        "CRM NEW 2024-01", "100/1",
                        "CRM FREEZE 2024-01", "100/1",
                        "CRM FROZEN 2024-01", "100/1",
                        "CRM CHURN 2024-03", "100/1",
                        "CRM UNFREEZE 2024-03", "100/1",
                        "CRM FROZEN 2024-03", "-100/-1"),
                byProduct(
                        List.of(freeze(1, "2024-01-10", "2024-06-01")),
                        piece(1, CRM, "2024-01-01", "2024-03-10", 100)));
    }

    /** The account's MRR stays 100 while a line of another term takes over: transfers only. */
    @Test
    void aChangeOfTermIsATransfer() {
        List<LinePiece> pieces =
                List.of(ofTerm(1, "2024-01-01", "2024-03-01", 100, "M12"), ofTerm(2, "2024-03-01", "", 100, "M24"));

        assertEquals(
                Map.of(
                        "M12 NEW 2024-01",
                        "100/1",
                        "M12 TRANSFER_OUT 2024-03",
                        "100/1",
                        "M24 TRANSFER_IN 2024-03",
                        "100/1"),
                shown(LineGroupFormula.of(
                        "term",
                        LinePiece::term,
                        List.of(new AccountFacts(pieces, List.of(), List.of())),
                        LineStepFormula.of(pieces),
                        StretchFormula.of(pieces, List.of()),
                        Sample.months(pieces, List.of()))));
    }

    private static Map<String, String> byProduct(List<Freeze> freezes, LinePiece... lines) {
        List<LinePiece> pieces = List.of(lines);
        List<String> names = List.of("", "CRM", "CHAT", "MOBILE");
        return shown(LineGroupFormula.of(
                "product",
                piece -> names.get((int) piece.productId().getLeastSignificantBits()),
                List.of(new AccountFacts(pieces, freezes, List.of())),
                LineStepFormula.of(pieces),
                StretchFormula.of(pieces, freezes),
                Sample.months(pieces, freezes)));
    }

    private static Map<String, Long> share(long amount, long a, long b, long c) {
        return LineGroupFormula.share(amount, new TreeMap<>(Map.of("a", a, "b", b, "c", c)));
    }
}
