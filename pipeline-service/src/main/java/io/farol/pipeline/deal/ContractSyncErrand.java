package io.farol.pipeline.deal;

import io.farol.pipeline.accountsclient.AccountsClient;
import io.farol.runtime.errand.Errand;
import io.farol.runtime.errand.ErrandTable;
import io.farol.runtime.grpc.NeighbourRefusal;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.arc.Unremovable;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries won deals into contracts, step by step, each under its key, so that doing it again changes nothing over there. While accounts-service does not answer, a deal stays PENDING; what it refuses waits
 * for a person.
 */
@ApplicationScoped
@Unremovable
class ContractSyncErrand implements Errand {
    /** By deal. */
    static final ErrandTable TABLE = new ErrandTable("contract_task_due", "deal_id");

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 4;

    private final ContractSyncs syncs;
    private final AccountsClient accounts;
    private final TenantTransaction transaction;

    ContractSyncErrand(ContractSyncs syncs, AccountsClient accounts, TenantTransaction transaction) {
        this.syncs = syncs;
        this.accounts = accounts;
        this.transaction = transaction;
    }

    @Override
    public ErrandTable table() {
        return TABLE;
    }

    @Override
    public Duration lease() {
        return LEASE;
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    /** All steps of one deal that can be done now. */
    @Override
    public void run(TenantId tenant, UUID subject, BooleanSupplier isEnding) throws Exception {
        DealId deal = new DealId(subject);
        Optional<ContractTasks.Step> step = next(tenant, deal);
        while (step.isPresent() && !isEnding.getAsBoolean()) {
            carry(tenant, deal, step.get());
            step = next(tenant, deal);
        }
    }

    private void carry(TenantId tenant, DealId deal, ContractTasks.Step step) throws Exception {
        try {
            @Nullable UUID amendment = step.isVoid() ? null : accounts.amend(tenant, step.change());
            transaction.run(tenant, () -> syncs.done(deal, step, amendment));
            Log.infof("a deal's line is in the contract dealId=%s", deal.value());
        } catch (NeighbourRefusal refusal) {
            if (refusal.isTheirFault()) {
                throw refusal;
            }
            String reason = refusal.reason() + ": " + refusal.getMessage();
            transaction.run(tenant, () -> syncs.refused(deal, step, reason));
        }
    }

    private Optional<ContractTasks.Step> next(TenantId tenant, DealId deal) throws Exception {
        return transaction.call(tenant, () -> syncs.next(deal));
    }
}
