package io.farol.metrics.movement;

import io.farol.metrics.viewpoint.AccountId;
import io.farol.metrics.viewpoint.AmendmentId;
import io.farol.metrics.viewpoint.ContractLineId;
import io.farol.metrics.viewpoint.FreezeId;
import io.farol.runtime.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the ledger.
 *
 * @param amount signed effect on MRR, in the reporting currency
 * @param subKind of an expansion: UPSELL, CROSS_SELL, OTHER
 * @param lineId the contract line that moved most in this direction
 * @param amendmentId what changed the line, if it is known
 * @param freezeId of FREEZE and UNFREEZE
 * @param learntAt when the ledger learnt it; null of what conventions tell in another way than it does
 */
public record MovementView(
        AccountId accountId,
        String accountName,
        LocalDate day,
        MovementKind kind,
        @Nullable String subKind,
        Money amount,
        @Nullable ContractLineId lineId,
        @Nullable AmendmentId amendmentId,
        @Nullable FreezeId freezeId,
        @Nullable String churnReason,
        @Nullable Instant learntAt) {}
