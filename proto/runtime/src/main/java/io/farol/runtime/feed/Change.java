package io.farol.runtime.feed;

import java.time.Instant;
import java.util.UUID;

/**
 * That something changed; what it is now, the client fetches.
 *
 * @param cursor opaque; goes on after this change
 * @param aggregateType what kind of thing, such as {@code ACCOUNT}
 * @param etag of the thing after the change, with its quotes
 * @param change what happened, such as {@code CREATED}; more may come
 * @param occurredAt when it was recorded
 */
public record Change(String cursor, String aggregateType, UUID id, String etag, String change, Instant occurredAt) {

    static Change of(OutboxRow row, FeedCursor cursor) {
        return new Change(
                cursor.toString(),
                row.aggregateType(),
                row.aggregateId(),
                "\"" + row.aggregateVersion() + "\"",
                row.eventType(),
                row.recordedAt());
    }
}
