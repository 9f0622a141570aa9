package io.farol.pipeline.admin;

import io.farol.runtime.feed.Feeds;
import io.farol.runtime.feed.Feeds.FollowedFeeds;
import io.farol.runtime.feed.Feeds.ParkedEventList;
import io.farol.runtime.feed.Feeds.Rebuild;
import io.farol.runtime.feed.Feeds.RequestedRebuild;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The feeds that pipeline-service follows, for operators: of all tenants, and without their data. */
@Path(PipelineFeedsResource.PATH)
@Tag(name = "Feeds")
@RunOnVirtualThread
public class PipelineFeedsResource {
    static final String PATH = "/v1/admin/pipeline/feeds";

    private final Feeds feeds;

    PipelineFeedsResource(Feeds feeds) {
        this.feeds = feeds;
    }

    @GET
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Lists the feeds that pipeline-service follows, with their lag")
    public FollowedFeeds listPipelineFeeds() {
        return feeds.list();
    }

    @GET
    @Path("/{source}/parked-events")
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Lists the events of a feed that could not be applied")
    public ParkedEventList listPipelineParkedEvents(
            @PathParam("source") String source,
            @RestQuery @Nullable Integer pageSize,
            @RestQuery @Nullable String pageToken)
            throws Exception {
        return feeds.parkedEvents(source, pageSize, pageToken);
    }

    @POST
    @Path("/{source}/replays")
    @RolesAllowed(Role.OPERATOR)
    @ResponseStatus(202)
    @Operation(summary = "Has the parked events of a feed tried again")
    public RestResponse<Void> replayPipelineParkedEvents(@PathParam("source") String source) {
        feeds.replay(source);
        return Responses.accepted(PATH + "/" + source + "/parked-events");
    }

    @POST
    @Path("/{source}/rebuilds")
    @RolesAllowed(Role.OPERATOR)
    @ResponseStatus(202)
    @Operation(summary = "Has what is made from a feed made anew; reads use the old meanwhile")
    public RestResponse<RequestedRebuild> rebuildPipelineFeed(@PathParam("source") String source) {
        RequestedRebuild asked = feeds.rebuild(source);
        return Responses.accepted(PATH + "/" + source + "/rebuilds/" + asked.id(), asked);
    }

    @GET
    @Path("/{source}/rebuilds/{rebuildId}")
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Reads where a rebuild stands")
    public Rebuild getPipelineRebuild(@PathParam("source") String source, @PathParam("rebuildId") String rebuildId) {
        return feeds.findRebuild(source, rebuildId);
    }
}
