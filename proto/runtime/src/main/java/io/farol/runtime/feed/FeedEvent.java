package io.farol.runtime.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.runtime.tenant.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * The whole state of one aggregate of another service after one change.
 *
 * @param version number of the aggregate's ETag; higher than that of any event of it applied before
 * @param eventType what happened; {@code DELETED} and {@code ERASED} carry ids only
 * @param recordedAt when the source learnt it: the time of facts, never this service's own clock
 * @param stampedAt when the source numbered the event's batch
 * @param batch number of the batch; all its events are applied in one transaction
 * @param position number of the event in its feed, over all tenants
 * @param payload the state as its owner documents it; a null node when there is none
 */
public record FeedEvent(
        TenantId tenant,
        String aggregateType,
        UUID aggregateId,
        long version,
        String eventType,
        Instant recordedAt,
        Instant stampedAt,
        long batch,
        long position,
        JsonNode payload) {}
