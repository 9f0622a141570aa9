package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.CHAT;
import static io.farol.metrics.ledger.Sample.CRM;
import static io.farol.metrics.ledger.Sample.changed;
import static io.farol.metrics.ledger.Sample.day;
import static io.farol.metrics.ledger.Sample.month;
import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.term;
import static io.farol.metrics.ledger.Sample.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole account worked out by hand: CRM at 100 from January, 120 from March; the chat at 30 from March; in sector A. All ends in July. */
class LedgerFormulaTest {
    private final AccountLedger ledger = LedgerFormula.of(new AccountFacts(
            List.of(
                    piece(1, CRM, "2024-01-10", "2024-03-05", 100),
                    changed(1, CRM, "2024-03-05", "2024-07-01", 120, 2, null),
                    piece(2, CHAT, "2024-03-05", "2024-07-01", 30)),
            List.of(term(1, 1, "2024-01-10", null), term(1, 1, "2024-03-05", null), term(2, 2, "2024-03-05", 2)),
            List.of(),
            List.of(new GroupValue("sector", day("2024-01-01"), "A"))));

    @Test
    void keepsOnlyStretchesOnWhichItIsALogo() {
        assertEquals(
                List.of("2024-01-10 100", "2024-03-05 150"),
                ledger.stretches().stream()
                        .map(stretch -> stretch.from() + " " + whole(stretch.mrrE4()))
                        .toList());
    }

    @Test
    void saysWhatAMonthChanged() {
        assertEquals(
                List.of(
                        new MonthChange(month("2024-01"), Kind.NEW, 0, 100_0000, 100_0000),
                        new MonthChange(month("2024-03"), Kind.EXPANSION, 100_0000, 150_0000, 50_0000),
                        new MonthChange(month("2024-07"), Kind.CHURN, 150_0000, 0, 150_0000)),
                ledger.monthChanges());
    }

    @Test
    void hasItsDimensionsAndItsCohort() {
        assertEquals(
                List.of("sector NONE", "sector A", "cohort 2024-01"),
                ledger.groups().stream()
                        .map(group -> group.dim() + " " + group.value())
                        .toList());
    }

    @Test
    void addsToTheTotalItsGroupsAndItsProducts() {
        Map<CellKey, Cells.Sum> cells = ledger.cells().asMap();

        assertEquals(new Cells.Sum(50_0000, 1), cells.get(new CellKey("total", "", "EXPANSION", month("2024-03"))));
        assertEquals(new Cells.Sum(50_0000, 1), cells.get(new CellKey("sector", "A", "EXPANSION", month("2024-03"))));
        assertEquals(
                new Cells.Sum(50_0000, 1), cells.get(new CellKey("cohort", "2024-01", "EXPANSION", month("2024-03"))));
        assertEquals(
                new Cells.Sum(30_0000, 1),
                cells.get(new CellKey("product", Sample.id(CHAT).toString(), "EXPANSION", month("2024-03"))));
        assertEquals(new Cells.Sum(50_0000, 1), cells.get(new CellKey("term", "M12", "EXPANSION", month("2024-03"))));
    }

    @Test
    void keepsWindowsOfTheTotalAndOfGroupsButNotOfLines() {
        Map<CellKey, Cells.Sum> cells = ledger.cells().asMap();

        assertEquals(new Cells.Sum(-50_0000, 0), cells.get(new CellKey("total", "", "NOW_3", month("2024-03"))));
        assertEquals(new Cells.Sum(-50_0000, 0), cells.get(new CellKey("sector", "A", "NOW_3", month("2024-03"))));
        assertTrue(cells.keySet().stream()
                .noneMatch(key -> List.of("product", "term").contains(key.dim())
                        && key.measure().startsWith("NOW")));
    }

    @Test
    void keepsWhatItsContractsAreWorthAndHowItsTicketSpreads() {
        Map<CellKey, Cells.Sum> cells = ledger.cells().asMap();

        assertEquals(
                List.of(
                        "1 2024-01..2024-03 1200",
                        "1 2024-03..2024-07 1440",
                        "2 2024-03..2024-05 360",
                        "2 2024-05..2024-07 336.7742"),
                ledger.contracts().stream()
                        .flatMap(contract -> contract.stretches().stream())
                        .map(Sample::shown)
                        .toList());
        assertEquals(
                new Cells.Sum(600_0000, 1), cells.get(new CellKey("contracts:total", "", "VALUE", month("2024-03"))));
        assertEquals(
                new Cells.Sum(0, -1), cells.get(new CellKey("tickets:total", "", "TICKET 999424", month("2024-03"))));
    }

    @Test
    void nothingFollowsFromNothing() {
        AccountLedger nothing = LedgerFormula.of(AccountFacts.NOTHING);

        assertEquals(List.of(), nothing.movements());
        assertEquals(List.of(), nothing.stretches());
        assertTrue(nothing.cells().isEmpty());
    }
}
