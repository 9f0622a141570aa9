package io.farol.runtime.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit log as a list, oldest first; each service offers it to its tenants' admins under {@code /v1/admin/<area>/audit-entries}. */
public final class AuditEntries {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The declaration for the resource of a service. */
    public static final Listing<AuditEntry> LISTING = Listing.<AuditEntry>from("audit_entry t")
            .tenant("t.tenant_id")
            .select(
                    "t.id, t.recorded_at, t.actor_id, t.actor_name, t.client, t.request_id, t.aggregate_type, t.aggregate_id, t.action, t.state_before, t.state_after",
                    (row, context) -> entry(row))
            .filter("aggregateType", Filter.text("t.aggregate_type"))
            .filter("aggregateId", Filter.text("t.aggregate_id::text"))
            .filter("action", Filter.text("t.action"))
            .filter("actorId", Filter.text("t.actor_id"))
            .filter("client", Filter.text("t.client"))
            .filter("requestId", Filter.text("t.request_id"))
            .range("recordedAt", Instant.class, "t.recorded_at")
            .build();

    private AuditEntries() {}

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getObject("id", UUID.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("actor_id"),
                row.getString("actor_name"),
                row.getString("client"),
                row.getString("request_id"),
                row.getString("aggregate_type"),
                row.getObject("aggregate_id", UUID.class),
                row.getString("action"),
                json(row.getString("state_before")),
                json(row.getString("state_after")));
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL made JSON that is none", e);
        }
    }
}
