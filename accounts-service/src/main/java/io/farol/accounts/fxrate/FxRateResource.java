package io.farol.accounts.fxrate;

import io.farol.runtime.rest.Batch;
import io.farol.runtime.rest.BatchResult;
import io.farol.runtime.rest.Batches;
import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Dated exchange rates into the reporting currency. */
@Path("/v1/fx-rates")
@Tag(name = "Exchange rates")
@RunOnVirtualThread
public class FxRateResource {
    private final FxRates rates;
    private final Lists lists;
    private final Batches batches;

    FxRateResource(FxRates rates, Lists lists, Batches batches) {
        this.rates = rates;
        this.lists = lists;
        this.batches = batches;
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(FxRateView.class)
    @Operation(summary = "Lists exchange rates")
    public Page<FxRateView> listFxRates() {
        return lists.page(FxRateView.LISTING);
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Records an exchange rate")
    public RestResponse<FxRateView> createFxRate(FxRateDetails rate) {
        FxRateView view = rates.create(rate);
        return Responses.created("/v1/fx-rates/" + view.id().value(), view, view.etag());
    }

    @POST
    @Path("/batches")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Records or corrects up to 5,000 exchange rates by currency and day; no item fails another")
    public BatchResult putFxRates(Batch<FxRateDetails> batch) {
        return batches.each(batch, rates::putItem);
    }

    @GET
    @Path("/{fxRateId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads an exchange rate")
    public RestResponse<FxRateView> getFxRate(FxRateId fxRateId) {
        FxRateView view = rates.get(fxRateId);
        return Responses.ok(view, view.etag());
    }

    @PATCH
    @Path("/{fxRateId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Corrects an exchange rate; its currency and day are fixed")
    public RestResponse<FxRateView> changeFxRate(
            FxRateId fxRateId, @HeaderParam("If-Match") @Nullable Version version, MergePatch<FxRateDetails> patch) {
        FxRateView view = rates.change(fxRateId, version, patch);
        return Responses.ok(view, view.etag());
    }
}
