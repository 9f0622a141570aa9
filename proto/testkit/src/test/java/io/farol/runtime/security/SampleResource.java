package io.farol.runtime.security;

import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** A door to knock at with every kind of token. */
@Path("/v1/security-samples")
@RunOnVirtualThread
public class SampleResource {
    private final CurrentTenant tenant;

    SampleResource(CurrentTenant tenant) {
        this.tenant = tenant;
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.CSM})
    public String read() {
        return tenant.find().map(TenantId::value).orElse("nobody");
    }

    @GET
    @Path("/unannotated")
    public String forgotten() {
        return "open";
    }

    @POST
    @RolesAllowed({Role.VIEWER, Role.CSM})
    public int write(String body) {
        return body.length();
    }
}
