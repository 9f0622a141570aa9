package io.farol.runtime.feed;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A numbered event as it lies in the outbox.
 *
 * @param transaction number of the source transaction; equal for events that belong together
 * @param batchEndsAt position of the last event of the batch, over all tenants and types
 * @param traceParent of the request that made the change; null when it is not recorded
 * @param payload the state as JSON text; null for deletions and erasures, and when it was not asked for
 */
record OutboxRow(
        String tenant,
        UUID eventId,
        long transaction,
        long position,
        long batch,
        long batchEndsAt,
        Instant stampedAt,
        String aggregateType,
        UUID aggregateId,
        long aggregateVersion,
        String eventType,
        Instant recordedAt,
        @Nullable String traceParent,
        @Nullable String payload) {}
