package io.farol.pipeline.deal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a deal's line is worth.
 *
 * <p>{@code quantity x unit price x (1 - discount)}, by the month where it recurs: the same exact arithmetic by which accounts-service values a contract's line (DECISIONS.md 5), so that a forecast and the
 * contract that follows from it agree to the cent.
 */
final class DealFigureFormula {
    private static final BigDecimal ONE_E6 = BigDecimal.valueOf(1_000_000);

    private DealFigureFormula() {}

    /**
     * Of one line.
     *
     * @param quantityE4 in 1/10,000
     * @param unitPriceE4 in 1/10,000 of the currency, for one billing period
     * @param discountE6 in 1/1,000,000
     * @param months of one billing period; 1 for one-off charges
     * @return in 1/10,000 of the currency, HALF_UP
     */
    static long worthE4(long quantityE4, long unitPriceE4, int discountE6, int months) {
        BigDecimal dividend = BigDecimal.valueOf(quantityE4)
                .multiply(BigDecimal.valueOf(unitPriceE4))
                .multiply(ONE_E6.subtract(BigDecimal.valueOf(discountE6)));
        BigDecimal divisor = BigDecimal.valueOf(months).movePointRight(10);
        return dividend.divide(divisor, 0, RoundingMode.HALF_UP).longValueExact();
    }
}
