package io.farol.runtime.feed;

import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Events put aside, one table row each, so that one bad event stops its own aggregate and nothing else. */
@ApplicationScoped
class ParkedEvents {
    private static final int ERROR_LENGTH = 500;

    private final Jdbi jdbi;
    private final TenantTransaction transactions;
    private final Inboxes inboxes;

    ParkedEvents(Jdbi jdbi, TenantTransaction transactions, Inboxes inboxes) {
        this.jdbi = jdbi;
        this.transactions = transactions;
        this.inboxes = inboxes;
    }

    /** Parks a tenant's events in its running transaction; how many were not parked before. */
    int park(FeedSource source, List<FeedEvent> events, ParkReason reason, @Nullable String error, int tries) {
        if (events.isEmpty()) {
            return 0;
        }
        return jdbi.withHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("insert into feed_parked (source, " + Inboxes.COLUMNS
                    + ", reason, error, tries) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?) on"
                    + " conflict do nothing");
            for (FeedEvent event : events) {
                batch.add(
                        source.label(),
                        event.tenant().value(),
                        event.aggregateType(),
                        event.aggregateId(),
                        event.version(),
                        event.eventType(),
                        Instants.sql(event.recordedAt()),
                        Instants.sql(event.stampedAt()),
                        event.batch(),
                        event.position(),
                        Inboxes.text(event.payload()),
                        reason.name(),
                        error == null ? null : error.substring(0, Math.min(error.length(), ERROR_LENGTH)),
                        tries);
            }
            int parked = 0;
            for (int count : batch.execute()) {
                parked += count;
            }
            return parked;
        });
    }

    /** Takes an event out again, in its tenant's running transaction. */
    void unpark(FeedSource source, FeedEvent event) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "delete from feed_parked where tenant_id = :tenant and source = :source and position ="
                                + " :position")
                .bind("tenant", event.tenant().value())
                .bind("source", source.label())
                .bind("position", event.position())
                .execute());
    }

    /** Notes one more failure, in the tenant's running transaction. */
    void failedAgain(FeedSource source, FeedEvent event, String error) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update feed_parked set tries = tries + 1, reason = 'FAILED', error = left(:error, 500) where"
                                + " tenant_id = :tenant and source = :source and position = :position")
                .bind("tenant", event.tenant().value())
                .bind("source", source.label())
                .bind("position", event.position())
                .bind("error", error)
                .execute());
    }

    /** What is parked of one share of a source, tenant by tenant, in order. */
    List<FeedEvent> events(Subscription subscription) throws Exception {
        List<FeedEvent> events = new ArrayList<>();
        for (TenantId tenant : tenants()) {
            if (Partitions.of(tenant, subscription.partitionCount()) == subscription.partitionIndex()) {
                events.addAll(transactions.call(
                        tenant,
                        () -> jdbi.withHandle(handle -> handle.createQuery("select "
                                        + Inboxes.COLUMNS
                                        + " from feed_parked where tenant_id = :tenant and source = :source"
                                        + " order by position")
                                .bind("tenant", tenant.value())
                                .bind("source", subscription.sourceLabel())
                                .map((row, context) -> inboxes.event(row))
                                .list())));
            }
        }
        return events;
    }

    /** For operators: of all tenants, tenant by tenant, each in order. @param after the event before the first; null = from the start */
    List<ParkedEvent> list(FeedSource source, @Nullable ParkedPlace after, int limit) throws Exception {
        List<ParkedEvent> list = new ArrayList<>();
        for (TenantId tenant : tenants()) {
            int order = after == null ? 1 : tenant.value().compareTo(after.tenant());
            if (order >= 0 && list.size() < limit) {
                long position = after == null || order > 0 ? 0 : after.position();
                int more = limit - list.size();
                list.addAll(transactions.call(tenant, () -> ofTenant(source, tenant, position, more)));
            }
        }
        return list;
    }

    private List<ParkedEvent> ofTenant(FeedSource source, TenantId tenant, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                select tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, position, reason, error, tries, parked_at
                from feed_parked where tenant_id = :tenant and source = :source and position > :after order by position limit :limit\
                """)
                .bind("after", after)
                .bind("limit", limit)
                .bind("tenant", tenant.value())
                .bind("source", source.label())
                .map((row, context) -> new ParkedEvent(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, UUID.class),
                        row.getLong(4),
                        row.getString(5),
                        row.getLong(6),
                        ParkReason.valueOf(row.getString(7)),
                        row.getString(8),
                        row.getInt(9),
                        Objects.requireNonNull(Instants.read(row, 10))))
                .list());
    }

    /** Drops what is parked of a tenant whose copy is being emptied, in its running transaction. */
    int forget(FeedSource source, TenantId tenant) {
        return jdbi.withHandle(
                handle -> handle.createUpdate("delete from feed_parked where tenant_id = :tenant and source = :source")
                        .bind("tenant", tenant.value())
                        .bind("source", source.label())
                        .execute());
    }

    /** All tenants that this service knows. */
    List<TenantId> tenants() {
        return jdbi.withHandle(handle -> handle.createQuery("select id from tenant order by id collate \"C\"")
                .map((row, context) -> new TenantId(row.getString(1)))
                .list());
    }
}
