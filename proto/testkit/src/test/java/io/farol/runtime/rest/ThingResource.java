package io.farol.runtime.rest;

import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

@Path("/v1/things")
@Tag(name = "Things")
@RunOnVirtualThread
public class ThingResource {
    private final Things things;
    private final Lists lists;
    private final Batches batches;
    private final Crash crash;
    private final Jdbi jdbi;
    private final Downloads downloads;

    ThingResource(Things things, Lists lists, Batches batches, Crash crash, Jdbi jdbi, Downloads downloads) {
        this.downloads = downloads;
        this.batches = batches;
        this.crash = crash;
        this.jdbi = jdbi;
        this.things = things;
        this.lists = lists;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.VIEWER, Role.CSM})
    @ListedBy(ThingListing.class)
    @Operation(summary = "Lists things")
    public Page<ThingView> list() {
        return lists.page(ThingListing.LISTING);
    }

    @GET
    @Produces(Lists.CSV)
    @RolesAllowed({Role.VIEWER, Role.CSM})
    @ListedBy(ThingListing.class)
    @Operation(hidden = true)
    public Response export() {
        return lists.csv(ThingListing.LISTING, "things");
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.VIEWER, Role.CSM})
    @Operation(summary = "Makes a link that downloads the list of things once")
    public RestResponse<DownloadLink> exportLink() {
        return downloads.link();
    }

    @POST
    @Path("/batches")
    @RolesAllowed(Role.CSM)
    @Operation(summary = "Makes several things")
    public BatchResult createBatch(Batch<ThingRequest> batch) {
        return batches.each(batch, request -> {
            ThingView made = things.create(request);
            return BatchItemResult.of(BatchItemStatus.CREATED, made.id(), made.externalId(), made.etag());
        });
    }

    @POST
    @Idempotent
    @RolesAllowed(Role.CSM)
    @Operation(summary = "Makes a thing")
    public RestResponse<ThingView> create(ThingRequest request) {
        ThingView made = things.create(request);
        crash.holdBack(request.name());
        return Responses.created("/v1/things/" + made.id().value(), made, made.etag());
    }

    @GET
    @Path("/{thingId}")
    @RolesAllowed({Role.VIEWER, Role.CSM})
    @Operation(summary = "Reads a thing")
    public RestResponse<ThingView> get(ThingId thingId) {
        ThingView thing = things.get(thingId);
        return Responses.ok(thing, thing.etag());
    }

    @PATCH
    @Path("/{thingId}")
    @Consumes({MergePatch.MEDIA_TYPE, "application/json"})
    @RolesAllowed(Role.CSM)
    @Operation(summary = "Changes a thing")
    public RestResponse<ThingView> change(
            ThingId thingId, @HeaderParam("If-Match") @Nullable Version version, MergePatch<ThingRequest> patch) {
        ThingView thing = things.change(thingId, version, patch);
        return Responses.ok(thing, thing.etag());
    }

    @PUT
    @Path("/by-external-id/{externalId}")
    @RolesAllowed(Role.CSM)
    @Operation(summary = "Makes or changes a thing by its external id")
    public RestResponse<ThingView> put(String externalId, MergePatch<ThingRequest> patch) {
        Things.Put put = things.put(externalId, patch);
        return put.isNew()
                ? Responses.created(
                        "/v1/things/" + put.thing().id().value(),
                        put.thing(),
                        put.thing().etag())
                : Responses.ok(put.thing(), put.thing().etag());
    }

    @GET
    @Path("/calendar")
    @RolesAllowed({Role.VIEWER, Role.CSM})
    @Operation(summary = "Echoes its parameters")
    public List<String> calendar(
            @QueryParam("from") YearMonth from,
            @QueryParam("on") @Nullable LocalDate on,
            @QueryParam("thing") @Nullable ThingId thing,
            @QueryParam("colour") List<ThingColour> colours) {
        return List.of(String.valueOf(from), String.valueOf(on), String.valueOf(thing), colours.toString());
    }

    @POST
    @Path("/{thingId}/explosions")
    @RolesAllowed(Role.CSM)
    @Operation(summary = "Fails")
    public RestResponse<ThingView> explode(ThingId thingId, @QueryParam("how") String how) {
        switch (how) {
            case "AWAY" -> {
                jdbi.useHandle(handle -> handle.execute("select pg_terminate_backend(pg_backend_pid())"));
                throw new IllegalStateException("it goes on without its connection");
            }
            case "UNMET" -> throw new DomainException(ThingError.THING_HAS_NO_PRICE, "no price");
            default -> throw new IllegalStateException("select secret from hidden_table");
        }
    }
}
