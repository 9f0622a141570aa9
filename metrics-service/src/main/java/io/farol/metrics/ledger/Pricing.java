package io.farol.metrics.ledger;

import io.farol.runtime.money.MrrFormula;
import java.math.BigDecimal;

/**
 * What a line's MRR is made of (metrics.md 1).
 *
 * @param isDiscountIgnored discounts are not subtracted
 */
public record Pricing(boolean isDiscountIgnored) {
    /** As accounts-service says: discounts are subtracted. */
    public static final Pricing STANDARD = new Pricing(false);

    /**
     * A line's price, as it is in the contract.
     *
     * @param unitPrice for one billing period
     * @param discount ratio 0..1
     * @param months of one billing period
     * @param mrrE4 as accounts-service says
     */
    record Price(BigDecimal quantity, BigDecimal unitPrice, BigDecimal discount, int months, long mrrE4) {}

    /** MRR in 1/10,000, rounded once; what the pricing does not touch is as accounts-service says. */
    long mrrE4(Price price) {
        boolean isDiscounted = isDiscountIgnored && price.discount.signum() != 0;
        return isDiscounted
                ? MrrFormula.mrrE4(price.quantity, price.unitPrice, BigDecimal.ZERO, price.months)
                : price.mrrE4;
    }
}
