package io.farol.metrics.ledger;

import static io.farol.metrics.ledger.Sample.piece;
import static io.farol.metrics.ledger.Sample.shown;
import static io.farol.metrics.ledger.Sample.term;
import static io.farol.metrics.ledger.Sample.unconverted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values worked out by hand: amounts per year, months of life as from..until. */
class ContractFormulaTest {
    private static final int CRM = Sample.CRM;

    @Test
    void anOpenTermIsWorth12TimesTheDaysMrr() {
        assertEquals(
                List.of("1 2024-01..2024-03 1200", "1 2024-03.. 1440"),
                values(
                        List.of(term(1, 1, "2024-01-10", null), term(1, 1, "2024-03-31", null)),
                        piece(1, CRM, "2024-01-10", "2024-03-31", 100),
                        piece(1, CRM, "2024-03-31", "", 120)));
    }

    /** Three of six months at 100, three at 200: 150 on average; from the next term on 200. */
    @Test
    void aTermIsWorthItsMeanAlsoBeforeTheChangeAndRenewsAtWhatItIsThen() {
        assertEquals(
                List.of("1 2024-01..2024-07 1800", "1 2024-07.. 2400"),
                values(
                        List.of(term(1, 1, "2024-01-01", 6), term(1, 1, "2024-04-01", 6)),
                        piece(1, CRM, "2024-01-01", "2024-04-01", 100),
                        piece(1, CRM, "2024-04-01", "", 200)));
    }

    /** The third term is served for 2.5 of its 4 months, until mid-November; October is the last month-end. */
    @Test
    void theTermInWhichALineEndsIsWorthWhatWasServedOfIt() {
        assertEquals(
                List.of("1 2024-01..2024-09 1200", "1 2024-09..2024-11 750"),
                values(List.of(term(1, 1, "2024-01-01", 4)), piece(1, CRM, "2024-01-01", "2024-11-16", 100)));
    }

    @Test
    void aChangeOnTheFirstDayOfATermLeavesTheTermBeforeAlone() {
        assertEquals(
                List.of("1 2024-01..2024-03 1200", "1 2024-03.. 2400"),
                values(
                        List.of(term(1, 1, "2024-01-15", 2), term(1, 1, "2024-03-15", 2)),
                        piece(1, CRM, "2024-01-15", "2024-03-15", 100),
                        piece(1, CRM, "2024-03-15", "", 200)));
    }

    /**
     * On the scale of months the 31st of January is 30/31, and the last of February, 28/29, is before it: still the first term, of which 2/899 are at 200. March is the third term's first month-end,
     * the second has none.
     */
    @Test
    void aTermThatBeginsOnThe31stBeginsAfterTheEndOfAShorterMonth() {
        assertEquals(
                List.of("1 2024-01..2024-03 1202.6696", "1 2024-03.. 2400"),
                values(
                        List.of(term(1, 1, "2024-01-31", 1), term(1, 1, "2024-02-29", 1)),
                        piece(1, CRM, "2024-01-31", "2024-02-29", 100),
                        piece(1, CRM, "2024-02-29", "", 200)));
    }

    @Test
    void linesOfOneContractAddUpAndEqualNeighboursAreOne() {
        assertEquals(
                List.of("1 2024-01.. 1200"),
                values(
                        List.of(term(1, 1, "2024-01-01", null), term(1, 2, "2024-06-01", null)),
                        piece(1, CRM, "2024-01-01", "2024-06-01", 100),
                        piece(2, CRM, "2024-06-01", "", 100)));
    }

    @Test
    void monthsWithoutALineHaveNoValue() {
        assertEquals(
                List.of("1 2024-01..2024-02 1200", "1 2024-05.. 1200"),
                values(
                        List.of(term(1, 1, "2024-01-01", null), term(1, 1, "2024-05-01", null)),
                        piece(1, CRM, "2024-01-01", "2024-02-29", 100),
                        piece(1, CRM, "2024-05-01", "", 100)));
    }

    /** A set-up fee in January begins the term; the line is served for two of its three months. */
    @Test
    void aOneOffChargeBeginsTheTermAndIsWorthNothing() {
        assertEquals(
                List.of("1 2024-02..2024-04 800", "1 2024-04.. 1200"),
                values(
                        List.of(term(1, 9, "2024-01-01", 3), term(1, 1, "2024-02-01", 3)),
                        piece(1, CRM, "2024-02-01", "", 100)));
    }

    @Test
    void aLineWithoutARateIsWorthNothing() {
        assertEquals(List.of(), values(List.of(term(1, 1, "2024-01-01", 12)), unconverted(1, CRM, "2024-01-01", "")));
    }

    /** 0.0001 in one month of 24 is 0.00005 a year, of 25 a little less. */
    @Test
    void roundsHalfUp() {
        LinePiece tiny = Sample.ofE4(1, "2024-01-01", "2024-02-01", 1);

        assertEquals(1, valueE4(24, tiny));
        assertEquals(0, valueE4(25, tiny));
        assertEquals(4, valueE4(3, tiny));
    }

    @Test
    void doesNotOverflow() {
        assertEquals(12_000_000_000_000_000L, valueE4(120, Sample.ofE4(1, "2024-01-01", "", 1_000_000_000_000_000L)));
    }

    @Test
    void addsToTheTotalByContractsAndByAccounts() {
        Cells cells = ContractFormula.cells(ContractFormula.of(
                List.of(term(1, 1, "2024-01-01", null), term(2, 2, "2024-02-01", null), term(3, 3, "2024-05-01", null)),
                List.of(
                        piece(1, CRM, "2024-01-01", "2024-03-01", 100),
                        piece(2, CRM, "2024-02-01", "2024-04-01", 10),
                        piece(3, CRM, "2024-05-01", "", 1))));

        assertEquals(
                Map.of(
                        "VALUE 2024-01", "1200/1",
                        "VALUE 2024-02", "120/1",
                        "VALUE 2024-03", "-1200/-1",
                        "VALUE 2024-04", "-120/-1",
                        "VALUE 2024-05", "12/1",
                        "ACCOUNTS 2024-01", "0/1",
                        "ACCOUNTS 2024-04", "0/-1",
                        "ACCOUNTS 2024-05", "0/1"),
                shown(cells));
        cells.each((key, sum) -> assertEquals("contracts:total", key.dim()));
    }

    /** A contract that ends where the next begins leaves no month out. */
    @Test
    void anAccountGoesOnFromContractToContract() {
        Cells cells = ContractFormula.cells(ContractFormula.of(
                List.of(term(1, 1, "2024-01-01", null), term(2, 2, "2024-03-01", null)),
                List.of(
                        piece(1, CRM, "2024-01-01", "2024-03-01", 100),
                        piece(2, CRM, "2024-03-01", "2024-04-01", 100))));

        assertEquals(
                Map.of(
                        "VALUE 2024-01", "1200/1",
                        "VALUE 2024-04", "-1200/-1",
                        "ACCOUNTS 2024-01", "0/1",
                        "ACCOUNTS 2024-04", "0/-1"),
                shown(cells));
    }

    private static long valueE4(int termMonths, LinePiece piece) {
        return ContractFormula.of(List.of(term(1, 1, "2024-01-01", termMonths)), List.of(piece))
                .getFirst()
                .valueE4();
    }

    private static List<String> values(List<ContractTerm> terms, LinePiece... pieces) {
        return ContractFormula.of(terms, List.of(pieces)).stream()
                .map(Sample::shown)
                .toList();
    }
}
