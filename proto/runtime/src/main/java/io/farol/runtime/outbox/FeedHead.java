package io.farol.runtime.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a service's own feed stands: its last numbered batch.
 *
 * @param epoch grows when the numbering may have lost something, such as after a restore
 * @param batch number of the last batch; 0 before the first
 * @param position number of the last event of that batch; 0 before the first
 * @param stampedAt when that batch was numbered; null before the first
 */
public record FeedHead(
        int epoch, long batch, long position, @Nullable Instant stampedAt) {}
