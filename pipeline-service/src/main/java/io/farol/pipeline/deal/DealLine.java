package io.farol.pipeline.deal;

import io.farol.pipeline.account.ContractLineId;
import io.farol.pipeline.account.ProductId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is sold.
 *
 * @param contractLineId a running line of the account whose terms become these; null = a new line of the product
 * @param quantity the whole quantity from then on, not what is added; at most 4 decimals
 * @param unitPrice of one unit for one billing period
 * @param discount ratio 0..1 taken off the price; null = 0
 * @param billingPeriodMonths 1..120; null = 1
 * @param isRecurring false for one-off charges, which are never MRR; null = true
 */
@Schema(name = "DealLine")
record DealLine(
        ProductId productId,
        @Nullable ContractLineId contractLineId,
        BigDecimal quantity,
        Money unitPrice,
        @Nullable Ratio discount,
        @Nullable @Min(1) @Max(120) Integer billingPeriodMonths,
        @Nullable Boolean isRecurring) {
    private static final int DISCOUNT_DECIMALS = 6;
    private static final BigDecimal MOST = new BigDecimal("900000000000");

    DealLine {
        List<Fault> faults = new ArrayList<>();
        outside(quantity, "/quantity", Money.SCALE, MOST, faults);
        outside(unitPrice.amount(), "/unitPrice/amount", Money.SCALE, MOST, faults);
        if (discount != null) {
            outside(discount.value(), "/discount", DISCOUNT_DECIMALS, BigDecimal.ONE, faults);
        }
        if (faults.isEmpty() && quantity.multiply(unitPrice.amount()).compareTo(MOST) > 0) {
            faults.add(Fault.at("/quantity", PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", MOST)));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        discount = discount == null ? new Ratio(BigDecimal.ZERO) : discount;
        billingPeriodMonths = billingPeriodMonths == null ? 1 : billingPeriodMonths;
        isRecurring = isRecurring == null || isRecurring;
    }

    private static void outside(BigDecimal value, String pointer, int decimals, BigDecimal most, List<Fault> faults) {
        if (value.signum() < 0 || value.compareTo(most) > 0) {
            faults.add(Fault.at(pointer, PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", most)));
        } else if (value.stripTrailingZeros().scale() > decimals) {
            faults.add(Fault.at(pointer, PlatformError.TOO_MANY_DECIMALS, Map.of("max", decimals)));
        }
    }

    long quantityE4() {
        return quantity.movePointRight(Money.SCALE).longValueExact();
    }

    int discountE6() {
        return discount == null
                ? 0
                : discount.value().movePointRight(DISCOUNT_DECIMALS).intValueExact();
    }

    int months() {
        return billingPeriodMonths == null ? 1 : billingPeriodMonths;
    }

    boolean recurs() {
        return isRecurring == null || isRecurring;
    }

    static Ratio ratioOfE6(int discountE6) {
        return new Ratio(BigDecimal.valueOf(discountE6, DISCOUNT_DECIMALS).stripTrailingZeros());
    }
}
