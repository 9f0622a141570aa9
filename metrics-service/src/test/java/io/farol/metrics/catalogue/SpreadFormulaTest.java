package io.farol.metrics.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class SpreadFormulaTest {

    @Test
    void takesTheTicketInTheMiddle() {
        assertEquals(new BigDecimal("0.0005"), median(9, 1, 5));
        assertEquals(new BigDecimal("0.0007"), median(7));
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleRoundedHalfUp() {
        assertEquals(new BigDecimal("0.0004"), median(2, 100, 5, 1));
        assertEquals(new BigDecimal("0.0003"), median(2, 4));
    }

    /** Of 2, 4, 4, 4, 5, 5, 7, 9 the mean is 5 and the standard deviation 2. */
    @Test
    void dividesTheStandardDeviationByTheMean() {
        assertEquals(new BigDecimal("0.400000"), variation(2, 4, 4, 4, 5, 5, 7, 9));
        assertEquals(new BigDecimal("0.000000"), variation(3, 3, 3));
    }

    @Test
    void isExactWhereSquaresAreLongerThanALong() {
        long large = 9_000_000_000_000_000L;

        assertEquals(new BigDecimal("0.800000"), variation(large, large / 9));
    }

    private static BigDecimal median(long... tickets) {
        return SpreadFormula.of(tickets).median();
    }

    private static BigDecimal variation(long... tickets) {
        return SpreadFormula.of(tickets).variation().setScale(6, RoundingMode.HALF_UP);
    }
}
