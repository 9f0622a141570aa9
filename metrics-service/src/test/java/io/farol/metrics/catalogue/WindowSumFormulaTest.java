package io.farol.metrics.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.statement.Flows;
import io.farol.metrics.statement.Measure;
import org.junit.jupiter.api.Test;

/**
 * Worked out by hand over three months from the end of January: 4 accounts with 400 were there; 1 with 100 comes back in January too. Then 60 of expansion, 7 of index, 20 of contraction, 100 of
 * churn, 30 frozen, 10 resumed; 1 with 90 comes and 1 with 40 is handed over. The ledger keeps -15 for who came later.
 */
class WindowSumFormulaTest {
    private static final int JANUARY = 2026 * 12;
    private static final int APRIL = JANUARY + 3;

    @Test
    void isWhatBecameOfThoseWhoWereThere() {
        PeriodFacts facts = new PeriodFacts(3);

        WindowSumFormula.put(facts, flows(), JANUARY, APRIL);

        // 400 + 100 + 5 (expanded in January) + 3 (indexed in January)
        assertEquals(508, facts.get(Column.THEN));
        // came 500, rose 5 + 3 + 60 + 7, lost 20 + 100 + 30, kept apart -15
        assertEquals(500 + 75 - 150 - 15, facts.get(Column.NOW));
        // came 500, rose before 5 + 3, lost 150, kept apart -4
        assertEquals(500 + 8 - 150 - 4, facts.get(Column.MIN));
        // 10 so far, 3 of it before, kept apart -2
        assertEquals(10 - 3 - 2, facts.get(Column.INDEX));
        assertEquals(5, facts.get(Column.LOGOS_AT_START));
        // 5 came, 1 went, kept apart -1
        assertEquals(5 - 1 - 1, facts.get(Column.LOGOS_KEPT));
    }

    @Test
    void whoeverWasHandedOverBeforeIsNotThere() {
        Flows flows = flows();
        flows.add(Measure.TRANSFER_OUT, JANUARY, 80, 1);
        flows.add(Measure.TRANSFER_IN, JANUARY, 20, 3);
        flows.add(Measure.UNFREEZE, JANUARY, 9, 1);
        PeriodFacts facts = new PeriodFacts(3);

        WindowSumFormula.put(facts, flows, JANUARY, APRIL);

        assertEquals(508 - 80 + 20 + 9, facts.get(Column.THEN));
        assertEquals(410 - 80 + 20 + 9, facts.get(Column.NOW));
        assertEquals(5 - 1 + 3, facts.get(Column.LOGOS_AT_START));
        assertEquals(3 - 1 + 3, facts.get(Column.LOGOS_KEPT));
    }

    private static Flows flows() {
        Flows flows = new Flows(JANUARY, APRIL);
        flows.add(Measure.NEW, JANUARY, 400, 4);
        flows.add(Measure.REACTIVATION, JANUARY, 100, 1);
        flows.add(Measure.EXPANSION, JANUARY, 5, 1);
        flows.add(Measure.READJUSTMENT, JANUARY, 3, 1);
        flows.add(Measure.EXPANSION, JANUARY + 1, 60, 2);
        flows.add(Measure.READJUSTMENT, JANUARY + 2, 7, 1);
        flows.add(Measure.CONTRACTION, JANUARY + 2, 20, 1);
        flows.add(Measure.CHURN, APRIL, 100, 1);
        flows.add(Measure.FREEZE, APRIL, 30, 1);
        flows.add(Measure.UNFREEZE, APRIL, 10, 1);
        flows.add(Measure.NEW, JANUARY + 1, 90, 1);
        flows.add(Measure.TRANSFER_IN, JANUARY + 1, 40, 1);
        flows.add(Measure.NOW, JANUARY + 1, -15, -1);
        flows.add(Measure.MIN, JANUARY + 2, -4, 0);
        flows.add(Measure.INDEX, APRIL, -2, 0);
        return flows;
    }
}
