package io.farol.accounts.tenant;

import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The platform's tenants, for operators. */
@Path(TenantResource.PATH)
@Tag(name = "Tenants")
@RunOnVirtualThread
public class TenantResource {
    static final String PATH = "/v1/admin/accounts/tenants";

    private final Tenants tenants;

    TenantResource(Tenants tenants) {
        this.tenants = tenants;
    }

    @GET
    @RolesAllowed(Role.OPERATOR)
    @ListedBy(TenantView.class)
    @Operation(summary = "Lists the platform's tenants")
    public Page<TenantView> listTenants() {
        return tenants.page();
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Operation(
            summary =
                    "Makes a tenant with its settings and its first administrator in Keycloak; the same request again answers the same, and completes what was interrupted")
    public RestResponse<TenantView> createTenant(TenantDetails tenant) {
        TenantView view = tenants.create(tenant);
        return Responses.created(path(view), view, view.etag());
    }

    @GET
    @Path("/{tenantKey}")
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Reads a tenant")
    public RestResponse<TenantView> getTenant(@PathParam("tenantKey") String tenantKey) {
        TenantView view = tenants.get(tenantKey);
        return Responses.ok(view, view.etag());
    }

    @GET
    @Path("/{tenantKey}/state-changes")
    @RolesAllowed(Role.OPERATOR)
    @ListedBy(TenantStateChangeView.class)
    @Operation(summary = "Lists how often a tenant was suspended and resumed, oldest first")
    public Page<TenantStateChangeView> listTenantStateChanges(@PathParam("tenantKey") String tenantKey) {
        return tenants.stateChanges(tenantKey);
    }

    @POST
    @Path("/{tenantKey}/state-changes")
    @RolesAllowed(Role.OPERATOR)
    @Operation(
            summary =
                    "Suspends a tenant, whose callers every service refuses within seconds, or resumes it; If-Match is the tenant's ETag")
    public RestResponse<TenantStateChangeView> changeTenantState(
            @PathParam("tenantKey") String tenantKey,
            @HeaderParam("If-Match") @Nullable Version version,
            TenantStateChangeDetails change) {
        Tenants.StateChanged changed = tenants.changeState(tenantKey, version, change);
        return Responses.changed(
                path(changed.tenant()), changed.change(), changed.tenant().etag());
    }

    private static String path(TenantView tenant) {
        return PATH + "/" + tenant.key();
    }
}
