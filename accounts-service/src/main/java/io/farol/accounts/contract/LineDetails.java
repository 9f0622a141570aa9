package io.farol.accounts.contract;

import io.farol.accounts.product.ProductId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A line of a contract as a client says it.
 *
 * @param quantity 0 or more, at most 4 decimals
 * @param unitPrice of one unit for one billing period
 * @param discount ratio 0..1 taken off the price; null = 0
 * @param billingPeriodMonths such as 1, 3, 12, 36
 * @param isRecurring false for one-off charges, which are never MRR; null = true
 * @param startsOn first day of service
 * @param endsOn first day without service; null = open; equal to {@code startsOn} = never active
 */
@Schema(name = "ContractLineRequest")
record LineDetails(
        @Nullable @Size(min = 1, max = 200) String externalId,
        ProductId productId,
        @DecimalMin("0") @Digits(integer = 14, fraction = 4) BigDecimal quantity,
        Money unitPrice,
        @Nullable Ratio discount,
        @Min(1) @Max(120) int billingPeriodMonths,
        @Nullable Boolean isRecurring,
        LocalDate startsOn,
        @Nullable LocalDate endsOn) {

    LineDetails {
        List<Fault> faults = new ArrayList<>(TermsCheck.faults(quantity, unitPrice, discount));
        if (endsOn != null && endsOn.isBefore(startsOn)) {
            faults.add(Fault.at("/endsOn", PlatformError.ENDS_BEFORE_START));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    LineTerms terms() {
        return new LineTerms(
                quantity,
                unitPrice,
                discount == null ? BigDecimal.ZERO : discount.value(),
                billingPeriodMonths,
                isRecurring == null || isRecurring);
    }
}
