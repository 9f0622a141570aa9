package io.farol.metrics.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Worked out by hand: 3 accounts with 300 come in January; in February one is frozen (80), one expands by 50 and one leaves (100). */
class StatementFormulaTest {
    private static final int DECEMBER = 2025 * 12 + 11;
    private static final int JANUARY = DECEMBER + 1;
    private static final int FEBRUARY = DECEMBER + 2;

    @Test
    void stockIsTheSumOfAllFlowsSoFar() {
        List<StatementLine> lines = StatementFormula.lines(total(), JANUARY, FEBRUARY);

        assertEquals(2, lines.size());
        StatementLine january = lines.getFirst();
        assertEquals(List.of(JANUARY, 0L, 300L), List.of(january.month(), january.openingE4(), january.closingE4()));
        assertEquals(List.of(0L, 3L), List.of(january.openingLogos(), january.closingLogos()));
        StatementLine february = lines.getLast();
        assertEquals(
                List.of(300L, 170L, 80L), List.of(february.openingE4(), february.closingE4(), february.frozenE4()));
        assertEquals(
                List.of(3L, 2L, 1L), List.of(february.openingLogos(), february.closingLogos(), february.frozenLogos()));
    }

    @Test
    void everyColumnIsThere() {
        StatementLine february =
                StatementFormula.lines(total(), FEBRUARY, FEBRUARY).getFirst();

        assertEquals(50, february.amountE4(Measure.EXPANSION));
        assertEquals(80, february.amountE4(Measure.FREEZE));
        assertEquals(100, february.amountE4(Measure.CHURN));
        assertEquals(1, february.count(Measure.CHURN));
        assertEquals(0, february.amountE4(Measure.NEW));
        assertEquals(11, february.amountsE4().size());
    }

    /** A has 200 of January's and gets 50 more from NONE in February; what is left to NONE is 100, less 50. */
    @Test
    void noneIsWhatTheOthersLeaveWithItsOwnTransfers() {
        Flows a = flows();
        a.add(Measure.NEW, JANUARY, 200, 2);
        a.add(Measure.TRANSFER_IN, FEBRUARY, 50, 1);
        Flows transfers = flows();
        transfers.add(Measure.TRANSFER_OUT, FEBRUARY, 50, 1);
        Flows all = flows();
        all.add(Measure.NEW, JANUARY, 300, 3);

        SortedMap<String, Flows> groups = StatementFormula.withNone(all, Map.of("A", a, "NONE", transfers), "NONE");

        assertEquals(List.of("A", "NONE"), List.copyOf(groups.keySet()));
        assertEquals(250, groups.get("A").closingE4(FEBRUARY));
        assertEquals(100, groups.get("NONE").closingE4(JANUARY));
        assertEquals(50, groups.get("NONE").closingE4(FEBRUARY));
        assertEquals(0, groups.get("NONE").logos(FEBRUARY));
    }

    @Test
    void noneIsThereWithoutTransfers() {
        SortedMap<String, Flows> groups = StatementFormula.withNone(total(), Map.of(), "NONE");

        assertEquals(170, groups.get("NONE").closingE4(FEBRUARY));
    }

    @Test
    void noneComesLast() {
        List<String> values = List.of("NONE", "Z", "A").stream()
                .sorted(StatementFormula.noneLast("NONE"))
                .toList();

        assertEquals(List.of("A", "Z", "NONE"), values);
    }

    private static Flows total() {
        Flows flows = flows();
        flows.add(Measure.NEW, JANUARY, 300, 3);
        flows.add(Measure.FREEZE, FEBRUARY, 80, 1);
        flows.add(Measure.FROZEN, FEBRUARY, 80, 1);
        flows.add(Measure.EXPANSION, FEBRUARY, 50, 1);
        flows.add(Measure.CHURN, FEBRUARY, 100, 1);
        return flows;
    }

    private static Flows flows() {
        return new Flows(DECEMBER, FEBRUARY);
    }
}
