package io.farol.pipeline.deal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Worked out by hand. */
class DealFigureFormulaTest {
    @Test
    void isQuantityTimesPriceLessDiscountByTheMonth() {
        assertEquals(10_000_000, DealFigureFormula.worthE4(100_000, 1_000_000, 0, 1), "10 x 100.00 = 1000.00");
        assertEquals(875_000, DealFigureFormula.worthE4(10_000, 1_000_000, 125_000, 1), "100.00 less 12.5 % = 87.50");
        assertEquals(1_000_000, DealFigureFormula.worthE4(10_000, 12_000_000, 0, 12), "1200.00 a year = 100.00");
    }

    @Test
    void roundsHalfUpAtATenThousandth() {
        assertEquals(3_333, DealFigureFormula.worthE4(10_000, 10_000, 0, 3), "1.00 over 3 months = 0.3333");
        assertEquals(1_667, DealFigureFormula.worthE4(10_000, 5_000, 0, 3), "0.50 over 3 months = 0.1667");
        assertEquals(1, DealFigureFormula.worthE4(5_000, 1, 0, 1), "half of 0.0001 rounds up");
    }
}
