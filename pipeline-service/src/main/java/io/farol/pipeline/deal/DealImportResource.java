package io.farol.pipeline.deal;

import io.farol.runtime.imports.ImportErrorPage;
import io.farol.runtime.imports.ImportQuery;
import io.farol.runtime.imports.ImportView;
import io.farol.runtime.imports.Imports;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Imports of deals. */
@Path("/v1/deals/imports")
@Tag(name = "Deals")
@RunOnVirtualThread
public class DealImportResource {
    private final Imports imports;
    private final DealImport definition;

    DealImportResource(Imports imports, DealImport definition) {
        this.imports = imports;
        this.definition = definition;
    }

    @POST
    @ResponseStatus(202)
    @AlsoAccepts(value = "*", described = ImportQuery.class)
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Loads deals from a CSV, NDJSON or XLSX file")
    public RestResponse<ImportView> importDeals(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, InputStream file) {
        return imports.start(definition, idempotencyKey, file);
    }

    @GET
    @Path("/{importId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Says how far an import of deals is")
    public ImportView getDealImport(JobId importId) {
        return imports.get(definition, importId);
    }

    @GET
    @Path("/{importId}/errors")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Lists what is wrong with the rows of an import of deals")
    public ImportErrorPage listDealImportErrors(
            JobId importId, @RestQuery @Nullable Integer pageSize, @RestQuery @Nullable String pageToken) {
        return imports.errors(definition, importId, pageSize, pageToken);
    }

    @GET
    @Path("/template")
    @Produces("text/csv")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "An empty file for deals")
    public RestResponse<String> getDealImportTemplate(@RestQuery @Nullable String locale) {
        return imports.template(definition, locale);
    }
}
