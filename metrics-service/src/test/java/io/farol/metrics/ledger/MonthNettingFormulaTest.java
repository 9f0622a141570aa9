package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CHAT;
import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.freeze;
import static io.farol.metrics.ledger.Sample.months;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Months worked out by hand from their ends; what happened and was undone inside a month is not there. */
class MonthNettingFormulaTest {

    @Test
    void netsAMonthFromItsEnds() {
        assertEquals(
                List.of(
                        "2024-01 NEW 120",
                        "2024-03 CONTRACTION 40",
                        "2024-05 EXPANSION 20",
                        "2024-06 CHURN 100",
                        "2024-08 REACTIVATION 30"),
                shown(
                        List.of(
                                piece(1, CRM, "2024-01-10", "2024-01-20", 100),
                                changed(1, CRM, "2024-01-20", "2024-03-05", 120, 1, null),
                                changed(1, CRM, "2024-03-05", "2024-03-20", 150, 1, null),
                                changed(1, CRM, "2024-03-20", "2024-05-31", 80, 1, null),
                                changed(1, CRM, "2024-05-31", "2024-06-30", 100, 1, null),
                                piece(2, CHAT, "2024-08-31", "", 30)),
                        List.of()));
    }

    @Test
    void forgetsWhatCameAndWentInOneMonth() {
        assertEquals(
                List.of("2024-03 NEW 10"),
                shown(
                        List.of(
                                piece(1, CRM, "2024-01-10", "2024-01-20", 100),
                                piece(1, CRM, "2024-03-01", "2024-05-01", 10),
                                changed(1, CRM, "2024-05-01", "2024-05-10", 15, 1, null),
                                changed(1, CRM, "2024-05-10", "", 10, 1, null)),
                        List.of()));
    }

    @Test
    void keepsTheIndexApart() {
        assertEquals(
                List.of("2024-01 NEW 100", "2024-02 CONTRACTION 5, READJUSTMENT 12", "2024-03 READJUSTMENT -7"),
                shown(
                        List.of(
                                piece(1, CRM, "2024-01-01", "2024-02-05", 100),
                                changed(1, CRM, "2024-02-05", "2024-02-10", 112, 1, "READJUSTMENT"),
                                changed(1, CRM, "2024-02-10", "2024-03-10", 107, 1, null),
                                changed(1, CRM, "2024-03-10", "", 100, 1, "READJUSTMENT")),
                        List.of()));
    }

    @Test
    void sumsFreezesAndResumptionsOfItsDays() {
        assertEquals(
                List.of("2024-01 NEW 100", "2024-02 EXPANSION 20, FREEZE 220, UNFREEZE 100", "2024-04 UNFREEZE 120"),
                shown(
                        List.of(
                                piece(1, CRM, "2024-01-01", "2024-02-15", 100),
                                changed(1, CRM, "2024-02-15", "", 120, 1, null)),
                        List.of(freeze(1, "2024-02-01", "2024-02-10"), freeze(2, "2024-02-20", "2024-04-01"))));
    }

    @Test
    void whatIsFrozenAtTheFirstAndTheLastMonthsEndPassesThroughFreezeAndUnfreeze() {
        assertEquals(
                List.of("2024-01 FREEZE 100, NEW 100", "2024-03 CHURN 100, UNFREEZE 100"),
                shown(
                        List.of(piece(1, CRM, "2024-01-01", "2024-03-10", 100)),
                        List.of(freeze(1, "2024-01-05", "2024-06-01"))));
    }

    @Test
    void knowsWhoComesStaysAndGoes() {
        List<MonthResult> months = months(
                List.of(
                        piece(1, CRM, "2024-01-01", "2024-02-01", 100),
                        changed(1, CRM, "2024-02-01", "2024-03-01", 90, 1, null)),
                List.of());

        assertTrue(months.get(0).comes());
        assertTrue(months.get(1).stays());
        assertFalse(months.get(1).comes() || months.get(1).goes());
        assertTrue(months.get(2).goes());
        assertEquals("90", whole(months.get(2).opening().mrrE4()));
        assertEquals("0", whole(months.get(2).closing().mrrE4()));
    }

    private static List<String> shown(List<LinePiece> pieces, List<Freeze> freezes) {
        return months(pieces, freezes).stream()
                .map(month -> LedgerTime.textOf(month.month())
                        + month.amountsE4().entrySet().stream()
                                .map(entry -> " " + entry.getKey() + " " + whole(entry.getValue()))
                                .sorted()
                                .collect(Collectors.joining(",")))
                .toList();
    }
}
