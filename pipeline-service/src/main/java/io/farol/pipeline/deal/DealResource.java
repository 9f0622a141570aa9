package io.farol.pipeline.deal;

import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.error.Language;
import io.farol.runtime.rest.Batch;
import io.farol.runtime.rest.BatchResult;
import io.farol.runtime.rest.Batches;
import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.RequestContext;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The deals of the Expand funnel. */
@Path("/v1/deals")
@Tag(name = "Deals")
@RunOnVirtualThread
public class DealResource {
    static final String PATH = "/v1/deals/";

    private final Deals deals;
    private final DealRepository repository;
    private final Lists lists;
    private final Batches batches;
    private final Downloads downloads;
    private final Portfolio portfolio;
    private final CurrentVertxRequest request;

    DealResource(
            Deals deals,
            DealRepository repository,
            Lists lists,
            Batches batches,
            Downloads downloads,
            Portfolio portfolio,
            CurrentVertxRequest request) {
        this.deals = deals;
        this.repository = repository;
        this.lists = lists;
        this.batches = batches;
        this.downloads = downloads;
        this.portfolio = portfolio;
        this.request = request;
    }

    /**
     * A place among the deals of a stage.
     *
     * @param afterDealId the deal right before it, of the same stage; null = the first place
     */
    @Schema(name = "DealPositionRequest", examples = "{\"afterDealId\":null}")
    record PositionDetails(@Nullable DealId afterDealId) {}

    /**
     * A place that was given.
     *
     * @param resource the deal after it
     */
    @Schema(name = "DealPosition")
    record PositionView(@Nullable DealId afterDealId, DealView resource) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(DealSql.Present.class)
    @Operation(summary = "Lists deals that are not archived")
    public Page<DealView> listDeals() {
        return portfolio.allowed(lists.page(DealSql.Present.LISTING, repository.binds()));
    }

    @GET
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(DealSql.Present.class)
    @Operation(hidden = true)
    public Response dealTable() {
        return lists.csv(DealSql.Present.LISTING, repository.binds(), "deals");
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the list of deals once as CSV")
    public RestResponse<DownloadLink> linkDealTable() {
        return downloads.link();
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Opens a deal in the stage EXPAND_MAP")
    public RestResponse<DealView> createDeal(DealDetails deal) {
        return created(deals.create(deal));
    }

    @POST
    @Path("/batches")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Opens or changes up to 5,000 deals by their external ids; no item fails another")
    public BatchResult putDeals(Batch<DealDetails> batch) {
        return batches.eachPatch(batch, deals::putItem);
    }

    @GET
    @Path("/{dealId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a deal, with all that is missing for each next stage")
    public RestResponse<DealView> getDeal(DealId dealId) {
        return ok(deals.get(dealId));
    }

    @PATCH
    @Path("/{dealId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes an open deal")
    public RestResponse<DealView> changeDeal(
            DealId dealId, @HeaderParam("If-Match") @Nullable Version version, MergePatch<DealDetails> patch) {
        return ok(deals.change(dealId, version, patch));
    }

    @DELETE
    @Path("/{dealId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Archives a deal that is not won")
    public RestResponse<Void> archiveDeal(DealId dealId, @HeaderParam("If-Match") @Nullable Version version) {
        deals.archive(dealId, version);
        return Responses.noContent();
    }

    @POST
    @Idempotent
    @Path("/{dealId}/positions")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Puts a deal right behind another one of its stage: the order by hand")
    public RestResponse<PositionView> placeDeal(
            DealId dealId, @HeaderParam("If-Match") @Nullable Version version, PositionDetails position) {
        DealView placed = portfolio.allowed(deals.place(dealId, version, position.afterDealId()));
        return Responses.changed(
                PATH + dealId.value(), new PositionView(position.afterDealId(), placed), placed.etag());
    }

    @GET
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a deal by its external id")
    public RestResponse<DealView> getDealByExternalId(String externalId) {
        return ok(deals.getByExternalId(externalId));
    }

    @PUT
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Opens or changes a deal by its external id: fields sent are set, null clears, absent stays")
    public RestResponse<DealView> putDealByExternalId(String externalId, MergePatch<DealDetails> patch) {
        Deals.Put put = deals.put(externalId, patch);
        return put.isNew() ? created(put.deal()) : ok(put.deal());
    }

    private RestResponse<DealView> ok(DealView deal) {
        DealView led = deal.leadingTo(deals.moves(deal), language());
        return Responses.ok(portfolio.allowed(led), deal.etag());
    }

    private RestResponse<DealView> created(DealView deal) {
        DealView led = deal.leadingTo(deals.moves(deal), language());
        return Responses.created(PATH + deal.id().value(), portfolio.allowed(led), deal.etag());
    }

    private Language language() {
        return RequestContext.language(request.getCurrent());
    }
}
