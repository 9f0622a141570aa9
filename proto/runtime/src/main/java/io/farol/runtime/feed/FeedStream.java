package io.farol.runtime.feed;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.outbox.FeedHead;
import io.farol.runtime.tenant.TenantRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: sends all after a cursor, then goes on live. It ends by itself, because a server is not told when its reader goes away: after its life, with the reader's token, or when the reader's tenant is
 * suspended.
 * Runs on a virtual thread of its own.
 */
final class FeedStream {
    /** How often a reader hears something at least. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final Duration PASSED_BY = Duration.ofMillis(250);
    private static final int PAGE = 1000;

    private final OutboxReader reader;
    private final HeadWatch heads;
    private final TenantRegistry tenants;
    private final FeedSource source;
    private final FeedFilter filter;
    private final FeedSink sink;
    private final boolean isPayloadWanted;
    private final Clock clock;
    private final TransactionEnds ends;

    private long position;
    private int epoch;
    private long told = -1;
    private boolean isHeartbeatOwed = true;
    private Instant toldAt = Instant.EPOCH;

    FeedStream(
            OutboxReader reader,
            HeadWatch heads,
            TenantRegistry tenants,
            FeedSource source,
            FeedFilter filter,
            FeedSink sink,
            boolean isPayloadWanted,
            Clock clock) {
        this.reader = reader;
        this.heads = heads;
        this.tenants = tenants;
        this.source = source;
        this.filter = filter;
        this.sink = sink;
        this.isPayloadWanted = isPayloadWanted;
        this.clock = clock;
        this.ends = new TransactionEnds(reader, filter);
    }

    /**
     * Sends until the end of the stream's life.
     *
     * @param cursor where to go on; null = from the start
     * @param endsAt when to end
     */
    void run(@Nullable FeedCursor cursor, Instant endsAt) throws SQLException, InterruptedException {
        FeedHead head = reader.head();
        check(source, cursor, head);
        epoch = head.epoch();
        position = cursor == null ? 0 : cursor.position();
        while (!sink.isGone() && clock.instant().isBefore(endsAt)) {
            if (head.epoch() != epoch) {
                throw epochChanged();
            }
            if (filter.tenant().filter(tenants::isSuspended).isPresent()) {
                throw new DomainException(PlatformError.TENANT_SUSPENDED, "the tenant is suspended");
            }
            if (head.position() > position && !send(head, endsAt)) {
                return;
            }
            sayWhereWeAre(head);
            FeedHead next = heads.await(head, patience(head, endsAt));
            // the watch may still be behind the head read at the start
            head = next == null || next.epoch() == head.epoch() && next.position() < head.position() ? head : next;
        }
    }

    /** Refuses a cursor that points nowhere in this feed. */
    static void check(FeedSource source, @Nullable FeedCursor cursor, FeedHead head) {
        if (cursor == null) {
            return;
        }
        if (cursor.source() != source) {
            throw new DomainException(PlatformError.INVALID_CURSOR, "the cursor is of another feed");
        }
        if (cursor.epoch() != head.epoch()) {
            throw epochChanged();
        }
        if (cursor.position() > head.position() || cursor.batch() > head.batch()) {
            throw new DomainException(
                    PlatformError.FEED_CURSOR_AHEAD, "the cursor lies beyond the head: empty your copy and start anew");
        }
    }

    private static DomainException epochChanged() {
        return new DomainException(
                PlatformError.FEED_EPOCH_CHANGED,
                "the feed's numbering began anew: empty your copy and start from the empty cursor");
    }

    /** Sends all up to the head; false when the reader did not take it in time. */
    private boolean send(FeedHead head, Instant endsAt) throws SQLException, InterruptedException {
        while (position < head.position()) {
            List<OutboxRow> page = reader.page(filter, position, head.position(), PAGE, isPayloadWanted);
            boolean isLastPage = page.size() < PAGE;
            boolean[] isEnd = ends.of(page, isLastPage);
            for (int i = 0; i < isEnd.length; i++) {
                OutboxRow row = page.get(i);
                if (!sink.awaitReady(Duration.between(clock.instant(), endsAt))) {
                    return false;
                }
                sink.event(row, new FeedCursor(source, epoch, row.batch(), row.position()), isEnd[i]);
                isHeartbeatOwed = true;
            }
            position = isLastPage ? head.position() : page.getLast().position();
        }
        return true;
    }

    private void sayWhereWeAre(FeedHead head) throws InterruptedException {
        Instant now = clock.instant();
        boolean wasPassedBy = told != position && !toldAt.plus(PASSED_BY).isAfter(now);
        if ((isHeartbeatOwed || wasPassedBy || !toldAt.plus(HEARTBEAT).isAfter(now)) && sink.awaitReady(PASSED_BY)) {
            sink.heartbeat(FeedCursor.at(source, head), true, head.stampedAt());
            isHeartbeatOwed = false;
            told = position;
            toldAt = now;
        }
    }

    private Duration patience(FeedHead head, Instant endsAt) {
        Instant now = clock.instant();
        Instant next = toldAt.plus(told == head.position() && !isHeartbeatOwed ? HEARTBEAT : PASSED_BY);
        Duration patience = Duration.between(now, next.isBefore(endsAt) ? next : endsAt);
        return patience.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : patience;
    }
}
