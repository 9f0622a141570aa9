package io.farol.runtime.feed;

import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/** Makes duplicates and replays harmless: an event goes through only when its version is higher than the one held of its aggregate. */
@ApplicationScoped
class AppliedVersions {

    /** What an event is about. */
    record AggregateKey(TenantId tenant, String type, UUID id) {
        static AggregateKey of(FeedEvent event) {
            return new AggregateKey(event.tenant(), event.aggregateType(), event.aggregateId());
        }
    }

    private final Jdbi jdbi;

    AppliedVersions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Those of a tenant's events, in their order, that are newer than what is held and than those before them. */
    List<FeedEvent> newer(FeedSource source, TenantId tenant, List<FeedEvent> events) {
        Map<AggregateKey, Long> held = held(source, tenant, events);
        List<FeedEvent> newer = new ArrayList<>(events.size());
        for (FeedEvent event : events) {
            AggregateKey key = AggregateKey.of(event);
            if (held.getOrDefault(key, Long.MIN_VALUE) < event.version()) {
                held.put(key, event.version());
                newer.add(event);
            }
        }
        return newer;
    }

    /** By type and by id, each an array: whatever plan is chosen, its work grows with the events, not with the events times what is held. */
    private Map<AggregateKey, Long> held(FeedSource source, TenantId tenant, List<FeedEvent> events) {
        Map<AggregateKey, Long> held = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
            select a.aggregate_type, a.aggregate_id, a.aggregate_version from feed_applied a
            where a.tenant_id = :tenant and a.source = :source and a.aggregate_type = any(cast(:types as text[])) and a.aggregate_id = any(cast(:ids as uuid[]))\
            """)
                .addCustomizer(new PlannedAnew())
                .bindArray(
                        "types",
                        String.class,
                        events.stream().map(FeedEvent::aggregateType).distinct().toArray())
                .bindArray(
                        "ids",
                        UUID.class,
                        events.stream().map(FeedEvent::aggregateId).distinct().toArray())
                .bind("tenant", tenant.value())
                .bind("source", source.label())
                .map((row, context) -> held.put(
                        new AggregateKey(tenant, row.getString(1), row.getObject(2, UUID.class)), row.getLong(3)))
                .list());
        return held;
    }

    /** A plan that a connection keeps from the time when little was held stays until the next analyze: a large first batch took 20 s with it, measured. */
    private static final class PlannedAnew implements StatementCustomizer {
        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }

    /** Holds the versions of what was just applied. */
    void hold(FeedSource source, TenantId tenant, List<FeedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        jdbi.useHandle((Handle handle) -> arrays(handle.createUpdate("""
            insert into feed_applied as a (tenant_id, source, aggregate_type, aggregate_id, aggregate_version)
            select :tenant, :source, t, i, max(v) from unnest(:types::text[], :ids::uuid[], :versions::bigint[]) e (t, i, v) group by t, i
            on conflict (tenant_id, source, aggregate_type, aggregate_id) do update set aggregate_version = excluded.aggregate_version
            where a.aggregate_version < excluded.aggregate_version\
            """), events)
                .bindArray(
                        "versions",
                        Long.class,
                        events.stream().map(FeedEvent::version).toArray())
                .bind("tenant", tenant.value())
                .bind("source", source.label())
                .execute());
    }

    /** Forgets all of a tenant, whose copy is being emptied. */
    void forget(FeedSource source, TenantId tenant) {
        jdbi.useHandle(
                handle -> handle.createUpdate("delete from feed_applied where tenant_id = :tenant and source = :source")
                        .bind("tenant", tenant.value())
                        .bind("source", source.label())
                        .execute());
    }

    private static <S extends org.jdbi.v3.core.statement.SqlStatement<S>> S arrays(
            S statement, List<FeedEvent> events) {
        return statement
                .bindArray(
                        "types",
                        String.class,
                        events.stream().map(FeedEvent::aggregateType).toArray())
                .bindArray(
                        "ids",
                        UUID.class,
                        events.stream().map(FeedEvent::aggregateId).toArray());
    }
}
