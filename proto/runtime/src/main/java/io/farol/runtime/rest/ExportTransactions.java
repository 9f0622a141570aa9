package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.arc.Unremovable;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Transactions that read for as long as a client takes what is read, an hour at most. Each holds a connection meanwhile, so they take half of the pool at most, and a client that takes
 * nothing for a minute loses its own.
 */
@ApplicationScoped
class ExportTransactions {
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_SECONDS_OF_WAITING = 30;
    private static final String READ_ONLY =
            "set transaction read only; set local idle_in_transaction_session_timeout = '60s'";

    private final Scope scope;
    private final Semaphore free;

    ExportTransactions(Scope scope, @ConfigProperty(name = "farol.db.pool-size") int poolSize) {
        this.scope = scope;
        this.free = new Semaphore(Math.max(1, poolSize / 2), true);
    }

    /** Reads in a new transaction bound to the tenant, which ends when the reading does or throws. */
    void run(TenantId tenant, Consumer<Handle> reading) throws IOException {
        try {
            if (!free.tryAcquire(MOST_SECONDS_OF_WAITING, TimeUnit.SECONDS)) {
                throw new DomainException(PlatformError.UNAVAILABLE, "too many exports at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it waited to export", e);
        }
        try {
            CurrentTenant.callAs(tenant, () -> {
                scope.read(reading);
                return Boolean.TRUE;
            });
        } catch (RuntimeException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a Consumer threw a checked exception", e);
        } finally {
            free.release();
        }
    }

    /** The transaction itself, a bean of its own so that the interceptors apply. */
    @ApplicationScoped
    @Unremovable
    static class Scope {
        private final Jdbi jdbi;

        Scope(Jdbi jdbi) {
            this.jdbi = jdbi;
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        @TransactionConfiguration(timeout = MOST_SECONDS)
        void read(Consumer<Handle> reading) {
            jdbi.useHandle(handle -> {
                handle.execute(READ_ONLY);
                reading.accept(handle);
            });
        }
    }
}
