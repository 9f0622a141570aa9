package io.farol.runtime.feed;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.Subscriptions.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The feeds that this service follows, for operators, at {@code /v1/admin/<service>/feeds}: spans all tenants and shows none of their data. */
@ApplicationScoped
public class Feeds {

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

    private final Subscriptions subscriptions;
    private final ParkedEvents parked;
    private final Rebuilds rebuilds;
    private final Clock clock;

    Feeds(Subscriptions subscriptions, ParkedEvents parked, Rebuilds rebuilds, Clock clock) {
        this.subscriptions = subscriptions;
        this.parked = parked;
        this.rebuilds = rebuilds;
        this.clock = clock;
    }

    /** All shares of all sources. */
    public FollowedFeeds list() {
        return new FollowedFeeds(
                subscriptions.all().stream().map(this::followed).toList());
    }

    /** What is put aside of a source, the first ones of each tenant. */
    public ParkedEventList parkedEvents(String source) throws Exception {
        return new ParkedEventList(parked.list(source(source)));
    }

    /** Has all parked events of the source tried again, by whoever follows it. */
    public void replay(String source) {
        if (!subscriptions.requestReplay(source(source).label())) {
            throw unknown();
        }
    }

    /** Has the projections of the source made anew; reads use the old ones meanwhile. */
    public RequestedRebuild rebuild(String source) {
        UUID id = rebuilds.request(source(source)).orElseThrow(Feeds::unknown);
        return new RequestedRebuild(id, source);
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
        return FeedSource.ofLabel(label).orElseThrow(Feeds::unknown);
    }

    private static DomainException unknown() {
        return new DomainException(PlatformError.NOT_FOUND, "this service follows no feed of this name");
    }
}
