package io.farol.local.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of unchanged terms of one contract line.
 *
 * @param endsOn exclusive; null = open
 * @param changeKind why the terms are other than before; null on the first stretch
 */
record Line(
        String externalId,
        String contract,
        String product,
        int quantity,
        BigDecimal unitPrice,
        int billingPeriodMonths,
        BigDecimal discount,
        LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Nullable String changeKind,
        @Nullable String churnReason) {

    Line until(@Nullable LocalDate end, @Nullable String reason) {
        return as(externalId, end, reason);
    }

    Line as(String lineExternalId, @Nullable LocalDate end, @Nullable String reason) {
        return new Line(
                lineExternalId,
                contract,
                product,
                quantity,
                unitPrice,
                billingPeriodMonths,
                discount,
                startsOn,
                end,
                changeKind,
                reason);
    }

    boolean runsOn(LocalDate day) {
        return !startsOn.isAfter(day) && (endsOn == null || endsOn.isAfter(day));
    }

    /** By the month, in BRL, two decimals HALF_UP. */
    BigDecimal mrr() {
        return unitPrice
                .multiply(BigDecimal.valueOf(quantity))
                .multiply(BigDecimal.ONE.subtract(discount))
                .divide(BigDecimal.valueOf(billingPeriodMonths), 2, RoundingMode.HALF_UP);
    }
}
