package io.farol.pipeline.accountsclient;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One dated change of a contract, as it is said to accounts-service.
 *
 * @param requestKey said again, it changes nothing, for ever
 * @param changeKind why, as accounts-service calls it
 * @param productId of a new line
 * @param lineId of a running line whose terms change
 * @param terms of either
 * @param reverses the amendment to take back; then there is nothing else
 */
public record ContractChange(
        String requestKey,
        UUID contractId,
        LocalDate effectiveOn,
        String changeKind,
        @Nullable UUID productId,
        @Nullable UUID lineId,
        @Nullable Terms terms,
        @Nullable UUID reverses,
        String note) {

    /**
     * What is sold.
     *
     * @param quantityE4 in 1/10,000
     * @param unitPriceE4 in 1/10,000 of the currency
     * @param discountE6 in 1/1,000,000
     */
    public record Terms(
            long quantityE4,
            long unitPriceE4,
            String currency,
            int discountE6,
            int billingPeriodMonths,
            boolean isRecurring) {}
}
