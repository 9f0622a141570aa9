package io.farol.pipeline.deal;

import io.farol.runtime.errand.Errands;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a deal while its win goes into the client's contract: each outcome is written with the deal, in one transaction. Needs a request context, also on the errand's thread: without one
 * Quarkus gives Hibernate no tenant.
 */
@ApplicationScoped
@ActivateRequestContext
class ContractSyncs {
    private static final int LONGEST_REASON = 1_000;

    private final Deals deals;
    private final ContractTasks tasks;
    private final Errands errands;

    ContractSyncs(Deals deals, ContractTasks tasks, Errands errands) {
        this.deals = deals;
        this.tasks = tasks;
        this.errands = errands;
    }

    /** A person has it tried again. */
    @Transactional
    DealView retry(DealId id, @Nullable Version expected) {
        Deal deal = deals.locked(id, expected);
        if (!tasks.retry(id)) {
            throw new DomainException(DealError.CONTRACT_SYNC_NOT_FAILED, "it is " + deal.contractSync);
        }
        return deals.written(deal, "CONTRACT_SYNC_RETRIED", it -> {
            it.contractSync = ContractSync.PENDING;
            it.contractSyncReason = null;
        });
    }

    /** The next step of a deal that may be done now; empty when there is none, and then nobody looks at the deal any more. Under the deal's lock, so that no new task slips through. */
    @Transactional
    Optional<ContractTasks.Step> next(DealId id) {
        deals.locked(id);
        Optional<ContractTasks.Step> step = tasks.next(id).filter(next -> !next.isFailed());
        if (step.isEmpty()) {
            errands.forget(ContractSyncErrand.TABLE, id.value());
        }
        return step;
    }

    @Transactional
    void done(DealId id, ContractTasks.Step step, @Nullable UUID amendment) {
        Deal deal = deals.locked(id);
        boolean isLast = tasks.done(id, step, amendment);
        if (isLast) {
            deals.written(deal, "CONTRACT_SYNCED", it -> {
                it.contractSync = it.stage == DealStage.EXPAND_WON ? ContractSync.DONE : ContractSync.NOT_APPLICABLE;
                it.contractSyncReason = null;
            });
        }
    }

    @Transactional
    void refused(DealId id, ContractTasks.Step step, String reason) {
        Deal deal = deals.locked(id);
        String kept = reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
        if (tasks.refused(id, step, kept)) {
            deals.written(deal, "CONTRACT_SYNC_FAILED", it -> {
                it.contractSync = ContractSync.FAILED;
                it.contractSyncReason = kept;
            });
        }
    }
}
