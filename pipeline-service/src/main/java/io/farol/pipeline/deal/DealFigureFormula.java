package io.farol.pipeline.deal;

import io.farol.runtime.money.MrrFormula;
import java.math.BigDecimal;

/**
 * What a deal's line is worth.
 *
 * <p>{@code quantity x unit price x (1 - discount)}, by the month where it recurs: the same exact arithmetic by which accounts-service values a contract's line (DECISIONS.md 5), so that a forecast and the
 * contract that follows from it agree to the cent.
 */
final class DealFigureFormula {
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
        return MrrFormula.mrrE4(
                BigDecimal.valueOf(quantityE4, 4),
                BigDecimal.valueOf(unitPriceE4, 4),
                BigDecimal.valueOf(discountE6, 6),
                months);
    }
}
