package io.farol.runtime.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One write, as the audit log keeps it.
 *
 * @param actorId the token's subject; null for the platform's own work
 * @param actorName the user's or client's name; null for the platform's own work
 * @param client the OAuth client that the call came through, or the service itself
 * @param requestId as in the answer's header {@code X-Request-Id} and in the logs
 * @param aggregateType UPPER_SNAKE, as in the feed
 * @param action what was done, UPPER_SNAKE
 * @param before the state before; null when the thing did not exist
 * @param after the state after; null when the thing is gone
 */
@Schema(name = "AuditEntry")
public record AuditEntry(
        UUID id,
        Instant recordedAt,
        @Nullable String actorId,
        @Nullable String actorName,
        String client,
        String requestId,
        String aggregateType,
        UUID aggregateId,
        String action,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {}
