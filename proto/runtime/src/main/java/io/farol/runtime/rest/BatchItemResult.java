package io.farol.runtime.rest;

import io.farol.runtime.id.TypedId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One item of a batch, answered.
 *
 * @param index 0-based place in the request
 * @param status what became of it
 * @param id of the thing; null when rejected
 * @param externalId of the thing, when it has one
 * @param etag its version now; null when rejected
 * @param problem why it was rejected; else null
 * @param isRetryable whether the same item may succeed later, unchanged
 */
public record BatchItemResult(
        int index,
        BatchItemStatus status,
        @Nullable UUID id,
        @Nullable String externalId,
        @Nullable Version etag,
        @Nullable Problem problem,
        boolean isRetryable) {

    /** An accepted item; its index is put in by {@link Batches}. */
    public static BatchItemResult of(BatchItemStatus status, TypedId id, @Nullable String externalId, Version version) {
        return new BatchItemResult(-1, status, id.value(), externalId, version, null, false);
    }

    BatchItemResult at(int place) {
        return new BatchItemResult(place, status, id, externalId, etag, problem, isRetryable);
    }
}
