package io.farol.runtime.feed;

import com.google.protobuf.Timestamp;
import io.farol.feed.v1.Event;
import io.farol.feed.v1.Heartbeat;
import io.farol.feed.v1.SubscribeResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC reader: takes as much as its transport lets through, so a slow one holds back its own stream and no memory of ours. */
final class GrpcSink implements FeedSink {
    private static final long NET_MILLIS = 50;

    private final ServerCallStreamObserver<SubscribeResponse> observer;
    private final Semaphore ready = new Semaphore(0);

    /** Must be made before the call's method returns: the observer takes no handlers later. */
    GrpcSink(ServerCallStreamObserver<SubscribeResponse> observer) {
        this.observer = observer;
        observer.setOnReadyHandler(ready::release);
        observer.setOnCancelHandler(ready::release);
    }

    @Override
    public boolean awaitReady(Duration patience) throws InterruptedException {
        if (observer.isReady()) {
            return true;
        }
        long end = System.nanoTime() + patience.toNanos();
        while (!observer.isCancelled() && System.nanoTime() < end) {
            ready.tryAcquire(NET_MILLIS, TimeUnit.MILLISECONDS);
            ready.drainPermits();
            if (observer.isReady()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isGone() {
        return observer.isCancelled();
    }

    @Override
    public void event(OutboxRow row, FeedCursor cursor, boolean isTransactionEnd) {
        Event.Builder event = Event.newBuilder()
                .setCursor(cursor.toString())
                .setEventId(row.eventId().toString())
                .setTenantId(row.tenant())
                .setAggregateType(row.aggregateType())
                .setAggregateId(row.aggregateId().toString())
                .setAggregateVersion(row.aggregateVersion())
                .setEventType(row.eventType())
                .setRecordedAt(timestamp(row.recordedAt()))
                .setStampedAt(timestamp(row.stampedAt()))
                .setPosition(row.position())
                .setIsTransactionEnd(isTransactionEnd);
        if (row.traceParent() != null) {
            event.setTraceParent(row.traceParent());
        }
        if (row.payload() != null) {
            event.setPayload(PayloadStruct.of(row.payload()));
        }
        observer.onNext(SubscribeResponse.newBuilder().setEvent(event).build());
    }

    @Override
    public void heartbeat(FeedCursor cursor, boolean isCaughtUp, @Nullable Instant stampedAt) {
        Heartbeat.Builder heartbeat =
                Heartbeat.newBuilder().setCursor(cursor.toString()).setIsCaughtUp(isCaughtUp);
        if (stampedAt != null) {
            heartbeat.setStampedAt(timestamp(stampedAt));
        }
        observer.onNext(SubscribeResponse.newBuilder().setHeartbeat(heartbeat).build());
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
