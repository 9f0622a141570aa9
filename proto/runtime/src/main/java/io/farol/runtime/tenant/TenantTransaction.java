package io.farol.runtime.tenant;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.concurrent.Callable;

/** Transactions of background work: schedulers, jobs, feed consumers. Requests use {@code @Transactional} instead. */
@ApplicationScoped
@Unremovable
public class TenantTransaction {

    private final Scope scope;

    TenantTransaction(Scope scope) {
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
        <T> T requiringNew(Callable<T> work) throws Exception {
            return work.call();
        }
    }
}
