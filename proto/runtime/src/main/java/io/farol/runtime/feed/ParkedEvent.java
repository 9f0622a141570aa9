package io.farol.runtime.feed;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A parked event as operators see it: without the customer's data. */
public record ParkedEvent(
        String tenantId,
        String aggregateType,
        UUID aggregateId,
        long aggregateVersion,
        String eventType,
        long position,
        ParkReason reason,
        @Nullable String error,
        int tries,
        Instant parkedAt) {}
