package io.farol.runtime.feed;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.ParkedEvents.ParkedEvent;
import io.farol.runtime.feed.Subscriptions.Standing;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The feeds that this service follows, for operators: it spans all tenants and shows none of their data. A service offers it by a subclass with the path
 * {@code /v1/admin/<service>/feeds}.
 */
@RunOnVirtualThread
public abstract class FeedsResource {

    /** One share of a followed feed. */
    public record FollowedFeed(
            String source,
            int partitionIndex,
            int partitionCount,
            @Nullable String position,
            boolean isCaughtUp,
            long lagSeconds,
            long parkedCount,
            boolean isHeld,
            @Nullable String error) {}

    /** All of them. */
    public record FollowedFeeds(List<FollowedFeed> items) {}

    /** Events put aside. */
    public record ParkedEventList(List<ParkedEvent> items) {}

    /** A rebuild that was asked for. */
    public record RequestedRebuild(UUID id, String source) {}

    private final Operations operations;

    protected FeedsResource(Operations operations) {
        this.operations = operations;
    }

    @GET
    @RolesAllowed(Role.OPERATOR)
    public FollowedFeeds feeds() {
        return operations.feeds();
    }

    @GET
    @Path("/{source}/parked-events")
    @RolesAllowed(Role.OPERATOR)
    public ParkedEventList parkedEvents(@PathParam("source") String source) throws Exception {
        return new ParkedEventList(operations.parked.list(Operations.source(source)));
    }

    /** Has all parked events of the source tried again, by whoever follows it. */
    @POST
    @Path("/{source}/replays")
    @RolesAllowed(Role.OPERATOR)
    public Response replay(@PathParam("source") String source) {
        if (!operations.subscriptions.requestReplay(Operations.source(source).label())) {
            throw Operations.unknown(source);
        }
        return Response.accepted().build();
    }

    /** Has the projections of the source made anew; reads use the old ones meanwhile. */
    @POST
    @Path("/{source}/rebuilds")
    @RolesAllowed(Role.OPERATOR)
    public Response rebuild(@PathParam("source") String source) {
        UUID id = operations
                .rebuilds
                .request(Operations.source(source))
                .orElseThrow(() -> Operations.unknown(source));
        return Response.accepted(new RequestedRebuild(id, source)).build();
    }

    /** What stands behind it; one bean, so that a service's subclass stays two lines. */
    @jakarta.enterprise.context.Dependent
    public static class Operations {
        private final Subscriptions subscriptions;
        private final ParkedEvents parked;
        private final Rebuilds rebuilds;
        private final Clock clock;

        Operations(Subscriptions subscriptions, ParkedEvents parked, Rebuilds rebuilds, Clock clock) {
            this.subscriptions = subscriptions;
            this.parked = parked;
            this.rebuilds = rebuilds;
            this.clock = clock;
        }

        private FollowedFeeds feeds() {
            return new FollowedFeeds(
                    subscriptions.all().stream().map(this::followed).toList());
        }

        private FollowedFeed followed(Standing standing) {
            SourceFreshness freshness = Freshness.of(standing, clock.instant());
            return new FollowedFeed(
                    standing.source(),
                    standing.partitionIndex(),
                    standing.partitionCount(),
                    freshness.position(),
                    freshness.isCaughtUp(),
                    freshness.lagSeconds(),
                    standing.parked(),
                    standing.isHeld(),
                    standing.error());
        }

        private static FeedSource source(String label) {
            return FeedSource.ofLabel(label).orElseThrow(() -> unknown(label));
        }

        private static DomainException unknown(String label) {
            return new DomainException(PlatformError.NOT_FOUND, "this service follows no feed called " + label);
        }
    }
}
