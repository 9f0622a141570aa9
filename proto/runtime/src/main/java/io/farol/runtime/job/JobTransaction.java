package io.farol.runtime.job;

import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.arc.Unremovable;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.concurrent.Callable;

/** Transactions of jobs and rebuilds: like {@link io.farol.runtime.tenant.TenantTransaction}, but they may take an hour. */
@ApplicationScoped
public class JobTransaction {
    private static final int MOST_SECONDS = 3_600;

    private final Scope scope;

    JobTransaction(Scope scope) {
        this.scope = scope;
    }

    /** Runs work in a new transaction bound to the tenant; commits, or rolls back when it throws. */
    public <T> T call(TenantId tenant, Callable<T> work) throws Exception {
        return CurrentTenant.callAs(tenant, () -> scope.requiringNew(work));
    }

    /** Like {@link #call}, for work without an answer. */
    public void run(TenantId tenant, Runnable work) {
        try {
            call(tenant, () -> {
                work.run();
                return Boolean.TRUE;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a Runnable threw a checked exception", e);
        }
    }

    /** The transaction itself, a bean of its own so that the interceptors apply. */
    @ApplicationScoped
    @Unremovable
    static class Scope {
        @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
        @TransactionConfiguration(timeout = MOST_SECONDS)
        <T> T requiringNew(Callable<T> work) throws Exception {
            return work.call();
        }
    }
}
