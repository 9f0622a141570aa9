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
    private final CurrentTenant tenant;
    private final Clock clock;
    private final int partitionCount;

    Freshness(
            Subscriptions subscriptions,
            CurrentTenant tenant,
            Clock clock,
            @ConfigProperty(name = "farol.feed.partitions") int partitionCount) {
        this.subscriptions = subscriptions;
        this.tenant = tenant;
        this.clock = clock;
        this.partitionCount = partitionCount;
    }

    /** Of every source that is followed here. */
    public List<SourceFreshness> read() {
        Instant now = clock.instant();
        return standings().stream().map(standing -> of(standing, now)).toList();
    }

    /** The last batch of a source that was applied; empty before the first. */
    public Optional<AppliedPosition> applied(String source) {
        return standings().stream()
                .filter(standing -> standing.source().equals(source))
                .findFirst()
                .flatMap(standing -> Optional.ofNullable(standing.stampedAt())
                        .map(stampedAt -> new AppliedPosition(standing.batch(), standing.position(), stampedAt)));
    }

    /** Where the copy of a source stands; empty when it is not followed or has not begun. */
    Optional<FeedCursor> cursor(FeedSource source) {
        return standings().stream()
                .filter(standing -> standing.source().equals(source.label()))
                .findFirst()
                .flatMap(standing -> FeedCursor.parse(standing.cursor()));
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

    static SourceFreshness of(Standing standing, Instant now) {
        @Nullable Instant caughtUpAt = standing.caughtUpAt();
        boolean isCaughtUp = standing.isCaughtUp()
                && caughtUpAt != null
                && caughtUpAt.plus(HEARD_LATELY).isAfter(now);
        @Nullable Instant since = caughtUpAt == null ? standing.stampedAt() : caughtUpAt;
        long lagSeconds = isCaughtUp || since == null
                ? 0
                : Math.max(0, Duration.between(since, now).toSeconds());
        return new SourceFreshness(
                standing.source(), standing.cursor().isEmpty() ? null : standing.cursor(), isCaughtUp, lagSeconds);
    }
}
