package io.farol.runtime.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The reader's end of an open stream, whatever it speaks. */
interface FeedSink {

    /** Waits until the reader takes one more element; false when it did not within the patience. */
    boolean awaitReady(Duration patience) throws InterruptedException;

    /** Whether the reader is known to have gone. */
    boolean isGone();

    void event(OutboxRow row, FeedCursor cursor, boolean isTransactionEnd);

    /** @param stampedAt when the batch at the cursor was numbered; null before the first */
    void heartbeat(FeedCursor cursor, boolean isCaughtUp, @Nullable Instant stampedAt);
}
