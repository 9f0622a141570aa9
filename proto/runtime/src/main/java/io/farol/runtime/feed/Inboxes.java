package io.farol.runtime.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Keeps a batch that is too large for memory in the table {@code feed_inbox} until it has arrived whole. */
@ApplicationScoped
class Inboxes {
    static final String COLUMNS =
            "tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, stamped_at, batch,"
                    + " position, payload";
    static final int CHUNK = 5000;

    private final Jdbi jdbi;
    private final ObjectMapper json;

    Inboxes(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** Lays events down; the cursor stays where it is. */
    void add(Subscription subscription, List<FeedEvent> events) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("insert into feed_inbox (source, partition_index, " + COLUMNS
                    + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing");
            for (FeedEvent event : events) {
                batch.add(
                        subscription.sourceLabel(),
                        subscription.partitionIndex(),
                        event.tenant().value(),
                        event.aggregateType(),
                        event.aggregateId(),
                        event.version(),
                        event.eventType(),
                        Instants.sql(event.recordedAt()),
                        Instants.sql(event.stampedAt()),
                        event.batch(),
                        event.position(),
                        text(event.payload()));
            }
            batch.execute();
        });
    }

    /** Forgets what arrived in part, or has been applied. */
    void clear(Subscription subscription) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "delete from feed_inbox where source = :source and partition_index = :index")
                .bind("source", subscription.sourceLabel())
                .bind("index", subscription.partitionIndex())
                .execute());
    }

    List<TenantId> tenants(Subscription subscription) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select distinct tenant_id from feed_inbox where source = :source and partition_index = :index"
                                + " order by tenant_id")
                .bind("source", subscription.sourceLabel())
                .bind("index", subscription.partitionIndex())
                .map((row, context) -> new TenantId(row.getString(1)))
                .list());
    }

    /** Of the tenant's last event. */
    long lastPosition(Subscription subscription, TenantId tenant) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select max(position) from feed_inbox where source = :source and partition_index = :index and tenant_id = :tenant")
                .bind("source", subscription.sourceLabel())
                .bind("index", subscription.partitionIndex())
                .bind("tenant", tenant.value())
                .mapTo(Long.class)
                .one());
    }

    /** A tenant's next events after a position, in order. */
    List<FeedEvent> chunk(Subscription subscription, TenantId tenant, long after) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS
                        + " from feed_inbox where source = :source and partition_index = :index and tenant_id ="
                        + " :tenant and position > :after order by position limit "
                        + CHUNK)
                .bind("source", subscription.sourceLabel())
                .bind("index", subscription.partitionIndex())
                .bind("tenant", tenant.value())
                .bind("after", after)
                .map((row, context) -> event(row))
                .list());
    }

    /** Holds the versions of a tenant's whole inbox, but for what is parked. */
    void holdVersions(Subscription subscription, TenantId tenant) {
        jdbi.useHandle(handle -> handle.createUpdate("""
            insert into feed_applied as a (tenant_id, source, aggregate_type, aggregate_id, aggregate_version)
            select i.tenant_id, i.source, i.aggregate_type, i.aggregate_id, max(i.aggregate_version) from feed_inbox i
            where i.source = :source and i.partition_index = :index and i.tenant_id = :tenant
              and not exists (select 1 from feed_parked p where p.tenant_id = i.tenant_id and p.source = i.source and p.aggregate_type = i.aggregate_type and p.aggregate_id = i.aggregate_id)
            group by i.tenant_id, i.source, i.aggregate_type, i.aggregate_id
            on conflict (tenant_id, source, aggregate_type, aggregate_id) do update set aggregate_version = excluded.aggregate_version
            where a.aggregate_version < excluded.aggregate_version\
            """)
                .bind("source", subscription.sourceLabel())
                .bind("index", subscription.partitionIndex())
                .bind("tenant", tenant.value())
                .execute());
    }

    /** An event from a row of {@link #COLUMNS}. */
    FeedEvent event(ResultSet row) throws SQLException {
        return new FeedEvent(
                new TenantId(row.getString(1)),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getString(5),
                Objects.requireNonNull(Instants.read(row, 6)),
                Objects.requireNonNull(Instants.read(row, 7)),
                row.getLong(8),
                row.getLong(9),
                payload(row.getString(10)));
    }

    static @Nullable String text(JsonNode payload) {
        return payload.isNull() ? null : payload.toString();
    }

    private JsonNode payload(@Nullable String text) throws SQLException {
        try {
            return text == null ? NullNode.getInstance() : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("jsonb is always well formed", e);
        }
    }
}
