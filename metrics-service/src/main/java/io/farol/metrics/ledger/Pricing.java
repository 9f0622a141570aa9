package io.farol.metrics.ledger;

import io.farol.runtime.money.MrrFormula;
import java.math.BigDecimal;

/**
 * What a line's MRR is made of (metrics.md 1).
 *
 * @param isDiscountIgnored discounts are not subtracted
 * @param isTaxNet taxes embedded in the price are subtracted, by the rate of the product
 */
public record Pricing(boolean isDiscountIgnored, boolean isTaxNet) {
    /** As accounts-service says: discounts are subtracted, embedded taxes are not. */
    public static final Pricing STANDARD = new Pricing(false, false);

    /**
     * A line's price, as it is in the contract.
     *
     * @param unitPrice for one billing period
     * @param discount ratio 0..1
     * @param taxRate share of the price that is tax, 0 = none
     * @param months of one billing period
     * @param mrrE4 as accounts-service says
     */
    record Price(
            BigDecimal quantity,
            BigDecimal unitPrice,
            BigDecimal discount,
            BigDecimal taxRate,
            int months,
            long mrrE4) {}

    /** MRR in 1/10,000, rounded once; what the pricing does not touch is as accounts-service says. */
    long mrrE4(Price price) {
        BigDecimal discount = isDiscountIgnored ? BigDecimal.ZERO : price.discount;
        BigDecimal taxRate = isTaxNet ? price.taxRate : BigDecimal.ZERO;
        return discount.compareTo(price.discount) == 0 && taxRate.signum() == 0
                ? price.mrrE4
                : MrrFormula.netMrrE4(price.quantity, price.unitPrice, discount, taxRate, price.months);
    }
}
