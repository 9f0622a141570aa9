package io.farol.runtime.security;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantRegistry;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the callers of a suspended tenant on both doors. The services' own calls go on: background work of a suspended tenant is not stopped half-way, and a refusal would have to be repaired by hand
 * when the tenant is resumed.
 */
@ApplicationScoped
class SuspendedTenants {
    private static final int AFTER_AUTHENTICATION = -150;

    private final TenantRegistry tenants;

    SuspendedTenants(TenantRegistry tenants) {
        this.tenants = tenants;
    }

    void register(@Observes Router router) {
        router.route().order(AFTER_AUTHENTICATION).handler(this::check);
    }

    private void check(RoutingContext request) {
        @Nullable
        TenantId tenant = request.user() instanceof QuarkusHttpUser user
                        && !user.getSecurityIdentity().hasRole(Role.SERVICE)
                ? user.getSecurityIdentity().getAttribute(CurrentTenant.ATTRIBUTE)
                : null;
        if (tenant != null && tenants.isSuspended(tenant)) {
            request.fail(new DomainException(PlatformError.TENANT_SUSPENDED, "the tenant is suspended"));
        } else {
            request.next();
        }
    }
}
