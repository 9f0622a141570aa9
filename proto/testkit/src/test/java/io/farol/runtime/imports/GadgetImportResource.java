package io.farol.runtime.imports;

import io.farol.runtime.job.JobId;
import io.farol.runtime.rest.AlsoAccepts;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The endpoints of the tests' import, as a feature writes them. */
@Path("/v1/gadgets/imports")
@RunOnVirtualThread
public class GadgetImportResource {
    private final Imports imports;
    private final GadgetImport gadgets;

    GadgetImportResource(Imports imports, GadgetImport gadgets) {
        this.imports = imports;
        this.gadgets = gadgets;
    }

    record GadgetImportQuery(
            @Schema(description = "Lets parents be missing.")
            boolean createParents) {}

    @POST
    @ResponseStatus(202)
    @AlsoAccepts(
            value = "*",
            described = {ImportQuery.class, GadgetImportQuery.class})
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    public RestResponse<ImportView> start(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, InputStream file) {
        return imports.start(gadgets, idempotencyKey, file);
    }

    @GET
    @Path("/{importId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    public ImportView get(JobId importId) {
        return imports.get(gadgets, importId);
    }

    @GET
    @Path("/{importId}/errors")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    public ImportErrorPage errors(
            JobId importId, @RestQuery @Nullable Integer pageSize, @RestQuery @Nullable String pageToken) {
        return imports.errors(gadgets, importId, pageSize, pageToken);
    }

    @GET
    @Path("/template")
    @Produces("text/csv")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    public RestResponse<String> template(@RestQuery @Nullable String locale) {
        return imports.template(gadgets, locale);
    }
}
