package io.farol.runtime.tenant;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.quarkus.arc.Arc;
import io.quarkus.arc.Unremovable;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The one place that answers "which tenant is this work for": that of the background work, else that of the caller's verified token. */
@ApplicationScoped
@Unremovable
public class CurrentTenant {
    /** Security identity attribute under which the verified tenant of a request stands. */
    public static final String ATTRIBUTE = "farol.tenant";

    private static final ThreadLocal<TenantId> BACKGROUND = new ThreadLocal<>();

    private final SecurityIdentity identity;

    CurrentTenant(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The tenant; empty for operators, anonymous callers and work that belongs to nobody. */
    public Optional<TenantId> find() {
        TenantId background = BACKGROUND.get();
        if (background != null) {
            return Optional.of(background);
        }
        if (!Arc.container().requestContext().isActive() || identity.isAnonymous()) {
            return Optional.empty();
        }
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    /** Whether this thread does background work for a tenant, whoever's request it may run in. */
    public static boolean isBackground() {
        return BACKGROUND.get() != null;
    }

    /** The tenant of work that cannot be without one. */
    public TenantId get() {
        return find().orElseThrow(() ->
                new DomainException(PlatformError.TENANT_CLAIM_MISSING, "this needs a tenant and there is none"));
    }

    /** Does background work for a tenant on this thread; nests. Use {@link TenantTransaction} where the database is touched. */
    public static <T> T callAs(TenantId tenant, Callable<T> work) throws Exception {
        TenantId outer = BACKGROUND.get();
        BACKGROUND.set(tenant);
        try {
            return work.call();
        } finally {
            if (outer == null) {
                BACKGROUND.remove();
            } else {
                BACKGROUND.set(outer);
            }
        }
    }
}
