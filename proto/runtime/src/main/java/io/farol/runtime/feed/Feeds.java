package io.farol.runtime.feed;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.Subscriptions.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /** A page of the events put aside. @param nextPageToken null on the last page */
    public record ParkedEventList(
            List<ParkedEvent> items, @Nullable String nextPageToken) {}

    /** A rebuild that was asked for. */
    public record RequestedRebuild(UUID id, String source) {}

    /**
     * Where a rebuild stands.
     *
     * @param endedAt null while RUNNING
     * @param error kind of the failure that ended it; null otherwise
     */
    public record Rebuild(
            UUID id,
            String source,
            RebuildState state,
            Instant requestedAt,
            @Nullable Instant endedAt,
            @Nullable String error) {}

    private static final int DEFAULT_PAGE = 50;
    private static final int MOST_PAGE = 500;

    private final Subscriptions subscriptions;
    private final ParkedEvents parked;
    private final Rebuilds rebuilds;
    private final FeedConsumers consumers;
    private final Clock clock;

    Feeds(Subscriptions subscriptions, ParkedEvents parked, Rebuilds rebuilds, FeedConsumers consumers, Clock clock) {
        this.subscriptions = subscriptions;
        this.parked = parked;
        this.rebuilds = rebuilds;
        this.consumers = consumers;
        this.clock = clock;
    }

    /** All shares of all sources. */
    public FollowedFeeds list() {
        return new FollowedFeeds(
                subscriptions.all().stream().map(this::followed).toList());
    }

    /** A page of what is put aside of a source, tenant by tenant. @param pageSize 1 to 500; null = 50 */
    public ParkedEventList parkedEvents(String source, @Nullable Integer pageSize, @Nullable String pageToken)
            throws Exception {
        FeedSource known = source(source);
        int size = pageSize == null ? DEFAULT_PAGE : pageSize;
        if (size < 1 || size > MOST_PAGE) {
            throw DomainException.invalid(
                    List.of(Fault.in("pageSize", PlatformError.OUT_OF_RANGE, Map.of("min", 1, "max", MOST_PAGE))));
        }
        @Nullable ParkedPlace after = pageToken == null ? null : ParkedPlace.read(known, pageToken);
        List<ParkedEvent> found = parked.list(known, after, size + 1);
        List<ParkedEvent> shown = found.subList(0, Math.min(size, found.size()));
        return new ParkedEventList(
                shown, found.size() > size ? ParkedPlace.of(shown.getLast()).token(known) : null);
    }

    /** Has all parked events of the source tried again, by whoever follows it. */
    public void replay(String source) {
        if (!subscriptions.requestReplay(source(source).label())) {
            throw unknown();
        }
    }

    /** Has the projections of the source made anew; reads use the old ones meanwhile. 409 when nothing that is made from it can be rebuilt beside the one in use. */
    public RequestedRebuild rebuild(String source) {
        FeedSource known = source(source);
        if (!consumers.sources().contains(known)) {
            throw unknown();
        }
        UUID id = rebuilds.request(known)
                .orElseThrow(() -> new DomainException(
                        PlatformError.FEED_NOT_REBUILDABLE, "nothing here is rebuilt from the feed " + source));
        return new RequestedRebuild(id, source);
    }

    /** Where a rebuild stands. */
    public Rebuild findRebuild(String source, String rebuildId) {
        return rebuilds.find(source(source), rebuildId)
                .orElseThrow(() -> new DomainException(PlatformError.NOT_FOUND, "no such rebuild"));
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
