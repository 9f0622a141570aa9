package io.farol.pipeline.deal;

import io.farol.pipeline.accountsclient.AccountsClient;
import io.farol.runtime.grpc.NeighbourRefusal;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Carries won deals into contracts: reads a step, calls accounts-service outside of any transaction, notes the outcome. Dying anywhere in between, the step is done again under its key, which changes nothing
 * over there. While accounts-service does not answer, a deal stays PENDING and is tried again for ever; what it refuses waits for a person.
 */
@ApplicationScoped
class ContractSyncWorker {
    private static final int AT_ONCE = 4;

    private final DueDeals due;
    private final ContractSyncs syncs;
    private final AccountsClient accounts;
    private final TenantTransaction transaction;
    private final boolean isServing;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isEnding;

    ContractSyncWorker(
            DueDeals due,
            ContractSyncs syncs,
            AccountsClient accounts,
            TenantTransaction transaction,
            @ConfigProperty(name = "farol.mode") String mode) {
        this.due = due;
        this.syncs = syncs;
        this.accounts = accounts;
        this.transaction = transaction;
        this.isServing = mode.equals("serve");
    }

    /** Looks for work now; returns at once. */
    void wake() {
        if (isServing && !isEnding) {
            threads.execute(this::workThroughQueue);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void poll() {
        wake();
    }

    void end(@Observes ShutdownEvent event) throws InterruptedException {
        isEnding = true;
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void workThroughQueue() {
        if (!slots.tryAcquire()) {
            return;
        }
        try {
            Optional<DueDeals.Due> next = due.claim();
            while (!isEnding && next.isPresent()) {
                carry(next.get());
                next = due.claim();
            }
        } catch (RuntimeException e) {
            Log.warnf(
                    e, "deals cannot be carried into contracts now"); // the database is away; the next poll tries again
        } finally {
            slots.release();
        }
    }

    /** All steps of one deal that can be done now. */
    private void carry(DueDeals.Due deal) {
        try {
            Optional<ContractTasks.Step> step = next(deal);
            while (step.isPresent() && !isEnding) {
                carry(deal, step.get());
                step = next(deal);
            }
        } catch (Exception e) {
            Log.warnf(
                    "a deal waits for its contract dealId=%s cause=%s",
                    deal.deal().value(), e.getMessage());
            due.backOff(deal);
        }
    }

    private void carry(DueDeals.Due deal, ContractTasks.Step step) throws Exception {
        try {
            @Nullable UUID amendment = step.isVoid() ? null : accounts.amend(deal.tenant(), step.change());
            transaction.run(deal.tenant(), () -> syncs.done(deal.deal(), step, amendment));
            Log.infof("a deal's line is in the contract dealId=%s", deal.deal().value());
        } catch (NeighbourRefusal refusal) {
            if (refusal.isTheirFault()) {
                throw refusal;
            }
            String reason = refusal.reason() + ": " + refusal.getMessage();
            transaction.run(deal.tenant(), () -> syncs.refused(deal.deal(), step, reason));
        }
    }

    private Optional<ContractTasks.Step> next(DueDeals.Due deal) throws Exception {
        return transaction.call(deal.tenant(), () -> syncs.next(deal.deal()));
    }
}
