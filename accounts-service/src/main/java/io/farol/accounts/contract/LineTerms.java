package io.farol.accounts.contract;

import io.farol.runtime.money.Money;
import java.math.BigDecimal;

/**
 * Quantity and price of a line.
 *
 * @param quantity 0 or more, at most 4 decimals
 * @param unitPrice of one unit for one billing period, 0 or more
 * @param discount ratio 0..1 taken off the price, at most 6 decimals
 * @param billingPeriodMonths 1..120
 * @param isRecurring false for one-off charges, which are never MRR
 */
public record LineTerms(
        BigDecimal quantity, Money unitPrice, BigDecimal discount, int billingPeriodMonths, boolean isRecurring) {
    static final int QUANTITY_SCALE = 4;
    static final int DISCOUNT_SCALE = 6;
    /** Above it the MRR of a term would not fit into 1/10,000ths. */
    private static final BigDecimal LARGEST_PRODUCT = new BigDecimal("100000000000000");

    public LineTerms {
        if (quantity.signum() < 0 || quantity.stripTrailingZeros().scale() > QUANTITY_SCALE) {
            throw new IllegalArgumentException("a quantity is 0 or more, with at most 4 decimals");
        }
        if (unitPrice.amount().signum() < 0
                || quantity.multiply(unitPrice.amount()).compareTo(LARGEST_PRODUCT) > 0) {
            throw new IllegalArgumentException("a price is 0 or more, and not astronomical");
        }
        if (discount.signum() < 0
                || discount.compareTo(BigDecimal.ONE) > 0
                || discount.stripTrailingZeros().scale() > DISCOUNT_SCALE) {
            throw new IllegalArgumentException("a discount is a ratio 0..1 with at most 6 decimals");
        }
        if (billingPeriodMonths < 1 || billingPeriodMonths > 120) {
            throw new IllegalArgumentException("a billing period has 1..120 months");
        }
    }

    long quantityE4() {
        return quantity.setScale(QUANTITY_SCALE).unscaledValue().longValueExact();
    }

    int discountE6() {
        return discount.setScale(DISCOUNT_SCALE).unscaledValue().intValueExact();
    }
}
