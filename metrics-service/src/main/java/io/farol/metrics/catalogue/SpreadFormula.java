package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/** How tickets spread: their exact median, and their standard deviation over their mean, {@code √(n Σx² − (Σx)²) / Σx}. */
final class SpreadFormula {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private SpreadFormula() {}

    /** @param ticketsE4 of each account, in 1/10,000, all above 0, at least one; they are sorted */
    static PeriodFacts.Spread of(long[] ticketsE4) {
        Arrays.sort(ticketsE4);
        int n = ticketsE4.length;
        BigInteger sum = BigInteger.ZERO;
        BigInteger squares = BigInteger.ZERO;
        for (long ticket : ticketsE4) {
            sum = sum.add(BigInteger.valueOf(ticket));
            squares = squares.add(BigInteger.valueOf(ticket).pow(2));
        }
        return of(ticketsE4[(n - 1) / 2], ticketsE4[n / 2], n, sum, squares);
    }

    /** @param lowerE4 the ticket in the middle, or the lesser of the two @param upperE4 the greater one @param sum in 1/10,000 @param squares sum of the tickets' squares */
    static PeriodFacts.Spread of(long lowerE4, long upperE4, long n, BigInteger sum, BigInteger squares) {
        BigDecimal median = BigDecimal.valueOf(lowerE4)
                .add(BigDecimal.valueOf(upperE4))
                .multiply(HALF)
                .setScale(0, RoundingMode.HALF_UP)
                .movePointLeft(4);
        BigInteger spread = squares.multiply(BigInteger.valueOf(n)).subtract(sum.pow(2));
        return new PeriodFacts.Spread(
                median,
                new BigDecimal(spread)
                        .sqrt(MathContext.DECIMAL128)
                        .divide(new BigDecimal(sum), MathContext.DECIMAL128));
    }
}
