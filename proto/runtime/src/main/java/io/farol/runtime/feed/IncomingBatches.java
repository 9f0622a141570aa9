package io.farol.runtime.feed;

import com.fasterxml.jackson.databind.node.NullNode;
import com.google.protobuf.Timestamp;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.Heartbeat;
import io.farol.runtime.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a stream's elements together into whole batches: one is whole when the next begins or a heartbeat comes. */
final class IncomingBatches {
    private static final int ENOUGH = 2000;
    private static final int MOST_TRACES = 32;

    private final FeedSource source;
    private List<FeedEvent> complete = new ArrayList<>();
    private List<FeedEvent> open = new ArrayList<>();
    private @Nullable FeedProgress afterComplete;
    private @Nullable FeedProgress afterOpen;
    private final Set<String> traceParents = new LinkedHashSet<>();
    private boolean isSpooling;

    IncomingBatches(FeedSource source) {
        this.source = source;
    }

    boolean beginsBatch(Event event) {
        return afterOpen != null
                && cursor(event.getCursor()).batch() != afterOpen.cursor().batch();
    }

    void add(Event event) {
        FeedCursor cursor = cursor(event.getCursor());
        if (afterOpen != null && afterOpen.cursor().batch() != cursor.batch()) {
            completeOpen();
        }
        FeedEvent read = event(event, cursor);
        open.add(read);
        if (!event.getTraceParent().isEmpty() && traceParents.size() < MOST_TRACES) {
            traceParents.add(event.getTraceParent());
        }
        afterOpen = new FeedProgress(cursor, read.stampedAt(), false);
    }

    void heartbeat(Heartbeat heartbeat) {
        completeOpen();
        afterComplete = new FeedProgress(
                cursor(heartbeat.getCursor()),
                heartbeat.hasStampedAt() ? instant(heartbeat.getStampedAt()) : null,
                heartbeat.getIsCaughtUp());
    }

    private void completeOpen() {
        if (afterOpen != null) {
            complete.addAll(open);
            afterComplete = afterOpen;
            open = new ArrayList<>();
            afterOpen = null;
        }
    }

    boolean hasComplete() {
        return afterComplete != null;
    }

    boolean isEnough() {
        return complete.size() >= ENOUGH;
    }

    /** Whether the batch that is coming in must go to the inbox. */
    boolean isOpenTooLarge() {
        return open.size() >= (isSpooling ? ENOUGH : Inboxes.CHUNK);
    }

    boolean isSpooling() {
        return isSpooling;
    }

    /** What has come in of the open batch; it goes on in the inbox. */
    List<FeedEvent> takeOpen() {
        List<FeedEvent> taken = open;
        open = new ArrayList<>();
        isSpooling = true;
        return taken;
    }

    /** The spooled batch is whole; where it ends. */
    FeedProgress finishSpooled() {
        FeedProgress end = Objects.requireNonNull(afterOpen);
        afterOpen = null;
        isSpooling = false;
        return end;
    }

    List<FeedEvent> complete() {
        return complete;
    }

    /** Recorded requests that made some of the changes which came in. */
    Set<String> traceParents() {
        return traceParents;
    }

    FeedProgress progress() {
        return Objects.requireNonNull(afterComplete);
    }

    void forgetComplete() {
        complete = new ArrayList<>();
        afterComplete = null;
        traceParents.clear();
    }

    private FeedCursor cursor(String text) {
        return FeedCursor.parse(text)
                .filter(cursor -> cursor.source() == source)
                .orElseThrow(() -> new IllegalStateException("the source sent a cursor of another feed"));
    }

    private static FeedEvent event(Event event, FeedCursor cursor) {
        return new FeedEvent(
                new TenantId(event.getTenantId()),
                event.getAggregateType(),
                UUID.fromString(event.getAggregateId()),
                event.getAggregateVersion(),
                event.getEventType(),
                instant(event.getRecordedAt()),
                instant(event.getStampedAt()),
                cursor.batch(),
                event.getPosition(),
                event.hasPayload() ? PayloadStruct.json(event.getPayload()) : NullNode.getInstance());
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
