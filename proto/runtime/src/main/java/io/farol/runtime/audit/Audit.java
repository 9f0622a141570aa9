package io.farol.runtime.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.log.RequestId;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Leaves one row per write in the audit log, in the write's own transaction: who, when, what, before and after. Rows are never changed. */
@ApplicationScoped
public class Audit {
    private static final String INSERT = """
            insert into audit_entry (tenant_id, id, recorded_at, actor_id, actor_name, client, request_id, aggregate_type, aggregate_id, action, state_before, state_after)
            values (:tenant, :id, :recordedAt, :actorId, :actorName, :client, :requestId, :aggregateType, :aggregateId, :action, cast(:before as jsonb), cast(:after as jsonb))""";

    private static final String INSERT_EACH = """
            insert into audit_entry (tenant_id, id, recorded_at, actor_id, actor_name, client, request_id, aggregate_type, aggregate_id, action, state_before, state_after)
            select :auditTenant, uuidv7(), :recordedAt, :actorId, :actorName, :client, :requestId, :aggregateType, s.id, :action, s.state_before, s.state_after from (%s) s""";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Actors actors;
    private final ObjectMapper json;
    private final Clock clock;

    Audit(Jdbi jdbi, CurrentTenant tenant, Actors actors, ObjectMapper json, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.actors = actors;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Records one write of the running transaction.
     *
     * @param aggregateType UPPER_SNAKE, as in the feed
     * @param action what was done, UPPER_SNAKE, such as {@code CREATED} or {@code AMENDED}
     * @param before the state as JSON-able value; null when the thing did not exist
     * @param after the state as JSON-able value; null when the thing is gone
     */
    public void record(String aggregateType, UUID id, String action, @Nullable Object before, @Nullable Object after) {
        Actor actor = actors.current();
        jdbi.useHandle(handle -> handle.createUpdate(INSERT)
                .bind("tenant", tenant.get().value())
                .bind("id", UuidV7.next())
                .bind("recordedAt", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .bind("actorId", actor.id())
                .bind("actorName", actor.name())
                .bind("client", actor.client())
                .bind("requestId", RequestId.current())
                .bind("aggregateType", aggregateType)
                .bind("aggregateId", id)
                .bind("action", action)
                .bind("before", toJson(before))
                .bind("after", toJson(after))
                .execute());
    }

    /**
     * Records the same write of many things of the running transaction, one row each.
     *
     * @param states query of {@code id uuid, state_before jsonb, state_after jsonb}
     * @param binds of the query
     */
    public void recordEach(String aggregateType, String action, String states, Map<String, @Nullable Object> binds) {
        Actor actor = actors.current();
        jdbi.useHandle(handle -> {
            try (Update insert = handle.createUpdate(INSERT_EACH.formatted(states))) {
                insert.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
                insert.bindMap(binds)
                        .bind("auditTenant", tenant.get().value())
                        .bind("recordedAt", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                        .bind("actorId", actor.id())
                        .bind("actorName", actor.name())
                        .bind("client", actor.client())
                        .bind("requestId", RequestId.current())
                        .bind("aggregateType", aggregateType)
                        .bind("action", action)
                        .execute();
            }
        });
    }

    private @Nullable String toJson(@Nullable Object state) {
        try {
            return state == null ? null : json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an audited state cannot be written as JSON", e);
        }
    }
}
