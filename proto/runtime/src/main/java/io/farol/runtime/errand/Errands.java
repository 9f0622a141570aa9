package io.farol.runtime.errand;

import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * What other services have to be told for good (DECISIONS.md 22): written in the transaction that decides it, so that neither can be without the other, and told by {@link Errand#run} right after its commit; again with
 * growing pauses while the other side is away, on another replica when this one dies.
 */
@ApplicationScoped
public class Errands {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final TransactionSynchronizationRegistry transactions;
    private final ErrandWorker worker;

    Errands(Jdbi jdbi, CurrentTenant tenant, TransactionSynchronizationRegistry transactions, ErrandWorker worker) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.transactions = transactions;
        this.worker = worker;
    }

    /** Adds an errand of the running transaction's tenant. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(ErrandTable table, UUID subject) {
        new ErrandQueue(jdbi, table).add(tenant.get(), subject);
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // only the commit matters
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    worker.wake();
                }
            }
        });
    }

    /** Nothing is left to tell about a thing of the running transaction's tenant. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(ErrandTable table, UUID subject) {
        new ErrandQueue(jdbi, table).forget(tenant.get(), subject);
    }
}
