package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the day ledger.
 *
 * @param amountE4 signed effect on MRR
 * @param subKind of an expansion: UPSELL, CROSS_SELL or OTHER
 * @param lineId the line that moved most in this direction
 */
public record Movement(
        LocalDate day,
        Kind kind,
        long amountE4,
        @Nullable String subKind,
        @Nullable UUID lineId,
        @Nullable UUID amendmentId,
        @Nullable UUID freezeId,
        @Nullable String churnReason) {}
