package io.farol.runtime.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A browser that listens to server-sent events. */
final class SseSink implements FeedSink {
    private static final long NET_MILLIS = 50;

    private final MultiEmitter<? super OutboundSseEvent> emitter;
    private final Sse sse;
    private final ObjectMapper json;
    private final Clock clock;
    private final Semaphore ready = new Semaphore(0);
    private Instant saidAt = Instant.EPOCH;

    SseSink(MultiEmitter<? super OutboundSseEvent> emitter, Sse sse, ObjectMapper json, Clock clock) {
        this.emitter = emitter;
        this.sse = sse;
        this.json = json;
        this.clock = clock;
        emitter.onRequest(count -> ready.release());
    }

    @Override
    public boolean awaitReady(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (emitter.requested() <= 0 && !emitter.isCancelled() && System.nanoTime() < end) {
            ready.tryAcquire(NET_MILLIS, TimeUnit.MILLISECONDS);
            ready.drainPermits();
        }
        return emitter.requested() > 0 && !emitter.isCancelled();
    }

    @Override
    public boolean isGone() {
        return emitter.isCancelled();
    }

    @Override
    public void event(OutboxRow row, FeedCursor cursor, boolean isTransactionEnd) {
        said();
        emitter.emit(sse.newEventBuilder()
                .id(cursor.toString())
                .name("change")
                .data(text(Change.of(row, cursor)))
                .build());
    }

    /** A comment, and no more often than needed to keep proxies and browsers from giving up. */
    @Override
    public void heartbeat(FeedCursor cursor, boolean isCaughtUp, @Nullable Instant stampedAt) {
        if (!saidAt.plus(FeedStream.HEARTBEAT).minusMillis(NET_MILLIS).isAfter(clock.instant())) {
            said();
            emitter.emit(sse.newEventBuilder().comment("still here").build());
        }
    }

    /** The stream ends, and should be opened again with the last id. */
    void reopen() {
        emitter.emit(sse.newEventBuilder().name("reopen").data("{}").build());
        emitter.complete();
    }

    /** As text, not as an object with a media type: the framework would add a field of its own to each event. */
    private String text(Change change) {
        try {
            return json.writeValueAsString(change);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a change is always writable", e);
        }
    }

    private void said() {
        saidAt = clock.instant();
    }
}
