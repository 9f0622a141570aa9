package io.farol.runtime.feed;

import io.farol.runtime.feed.Subscriptions.Standing;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Says how far this service's copies have followed their sources, for the current tenant. Read it in the transaction of the answer, before the rows it is about:
 * then nothing older than it can be missing in them.
 */
@ApplicationScoped
public class Freshness {
    /** A source says "nothing newer" every 15 s at least. */
    private static final Duration HEARD_LATELY = FeedStream.HEARTBEAT.plusSeconds(5);

    private final Subscriptions subscriptions;
    private final FeedConsumers consumers;
    private final CurrentTenant tenant;
    private final Clock clock;
    private final int partitionCount;

    Freshness(
            Subscriptions subscriptions,
            FeedConsumers consumers,
            CurrentTenant tenant,
            Clock clock,
            @ConfigProperty(name = "farol.feed.partitions") int partitionCount) {
        this.subscriptions = subscriptions;
        this.consumers = consumers;
        this.tenant = tenant;
        this.clock = clock;
        this.partitionCount = partitionCount;
    }

    /** Of every source that somebody here subscribes to. */
    public List<SourceFreshness> read() {
        Instant now = clock.instant();
        List<Standing> standings = standings();
        return consumers.sources().stream()
                .map(source -> of(source, standings, now))
                .toList();
    }

    /** Of one source. */
    public SourceFreshness read(FeedSource source) {
        return of(source, standings(), clock.instant());
    }

    /** Where the copy of a source stands; empty when it is not followed or has not begun. */
    Optional<FeedCursor> cursor(FeedSource source) {
        return find(source, standings()).flatMap(standing -> FeedCursor.parse(standing.cursor()));
    }

    private static Optional<Standing> find(FeedSource source, List<Standing> standings) {
        return standings.stream()
                .filter(standing -> standing.source().equals(source.label()))
                .findFirst();
    }

    private static SourceFreshness of(FeedSource source, List<Standing> standings, Instant now) {
        return find(source, standings)
                .map(standing -> of(standing, now))
                .orElseGet(() -> new SourceFreshness(source.label(), null, false, 0));
    }

    private List<Standing> standings() {
        int partition = tenant.find()
                .map((TenantId id) -> Partitions.of(id, partitionCount))
                .orElse(0);
        return subscriptions.all().stream()
                .filter(standing ->
                        standing.partitionCount() == partitionCount && standing.partitionIndex() == partition)
                .toList();
    }

    /** A copy holds all up to where it was caught up the last time, and all up to the stamp of the last batch that it applied. */
    static SourceFreshness of(Standing standing, Instant now) {
        @Nullable Instant caughtUpAt = standing.caughtUpAt();
        boolean isCaughtUp = standing.isCaughtUp()
                && caughtUpAt != null
                && caughtUpAt.plus(HEARD_LATELY).isAfter(now);
        @Nullable Instant since = later(caughtUpAt, standing.stampedAt());
        long lagSeconds = isCaughtUp || since == null
                ? 0
                : Math.max(0, Duration.between(since, now).toSeconds());
        return new SourceFreshness(
                standing.source(), standing.cursor().isEmpty() ? null : standing.cursor(), isCaughtUp, lagSeconds);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
