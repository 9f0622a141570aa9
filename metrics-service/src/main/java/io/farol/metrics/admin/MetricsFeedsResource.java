package io.farol.metrics.admin;

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

/** The feeds that metrics-service follows, for operators: of all tenants, and without their data. */
@Path(MetricsFeedsResource.PATH)
@Tag(name = "Feeds")
@RunOnVirtualThread
public class MetricsFeedsResource {
    static final String PATH = "/v1/admin/metrics/feeds";

    private final Feeds feeds;

    MetricsFeedsResource(Feeds feeds) {
        this.feeds = feeds;
    }

    @GET
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Lists the feeds that metrics-service follows, with their lag")
    public FollowedFeeds listMetricsFeeds() {
        return feeds.list();
    }

    @GET
    @Path("/{source}/parked-events")
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Lists the events of a feed that could not be applied")
    public ParkedEventList listMetricsParkedEvents(
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
    public RestResponse<Void> replayMetricsParkedEvents(@PathParam("source") String source) {
        feeds.replay(source);
        return Responses.accepted(PATH + "/" + source + "/parked-events");
    }

    @POST
    @Path("/{source}/rebuilds")
    @RolesAllowed(Role.OPERATOR)
    @ResponseStatus(202)
    @Operation(summary = "Has what is made from a feed made anew; reads use the old meanwhile")
    public RestResponse<RequestedRebuild> rebuildMetricsFeed(@PathParam("source") String source) {
        RequestedRebuild asked = feeds.rebuild(source);
        return Responses.accepted(PATH + "/" + source + "/rebuilds/" + asked.id(), asked);
    }

    @GET
    @Path("/{source}/rebuilds/{rebuildId}")
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Reads where a rebuild stands")
    public Rebuild getMetricsRebuild(@PathParam("source") String source, @PathParam("rebuildId") String rebuildId) {
        return feeds.findRebuild(source, rebuildId);
    }
}
