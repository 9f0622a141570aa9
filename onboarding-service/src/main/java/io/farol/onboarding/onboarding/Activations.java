package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import org.jdbi.v3.core.Jdbi;

/** Remembers, in the transaction that stamps a First Value, that accounts-service has to be told: so neither can be without the other. */
@ApplicationScoped
class Activations {
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Accounts accounts;
    private final TransactionSynchronizationRegistry transactions;
    private final ActivationWorker worker;

    Activations(
            Jdbi jdbi,
            CurrentTenant tenant,
            Accounts accounts,
            TransactionSynchronizationRegistry transactions,
            ActivationWorker worker) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.accounts = accounts;
        this.transactions = transactions;
        this.worker = worker;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void schedule(OnboardingId id) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into activation_due (tenant_id, onboarding_id, due_at) values (:tenant, :id, :now)
                        on conflict (tenant_id, onboarding_id) do update set due_at = excluded.due_at""")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bind("now", accounts.now())
                .execute());
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
}
