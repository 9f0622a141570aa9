package io.farol.runtime.feed;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Cursors and leases: the rows of {@code feed_subscription}. */
@ApplicationScoped
class Subscriptions {
    /** Another replica takes over at most this long, and its own look around, after a holder died. */
    static final int LEASE_SECONDS = 8;

    private static final String MINE =
            " where source = :source and partition_count = :count and partition_index = :index and holder = :holder";

    private final Jdbi jdbi;

    Subscriptions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Where a share stands.
     *
     * @param cursor empty before the first event
     * @param stampedAt stamp of the last batch applied; null before the first
     * @param caughtUpAt when nothing newer was known the last time; null when never
     */
    record Standing(
            String source,
            int partitionCount,
            int partitionIndex,
            String cursor,
            long batch,
            long position,
            @Nullable Instant stampedAt,
            boolean isCaughtUp,
            @Nullable Instant caughtUpAt,
            long parked,
            boolean isReplayRequested,
            boolean isHeld,
            @Nullable String error) {}

    /** Takes the lease when it is free, ended or already ours. */
    boolean acquire(Subscription subscription, Set<String> aggregateTypes) {
        return jdbi.withHandle(handle -> {
            // a new way of partitioning goes on at the last place that all shares of an old one have reached; some
            // shares alone say nothing of the other tenants
            bound(handle, """
                insert into feed_subscription (source, partition_count, partition_index, aggregate_types, cursor, batch, position, stamped_at)
                select :source, :count, :index, case when w.cursor is null then cast(:types as text[]) else coalesce(w.aggregate_types, '{}') end, coalesce(w.cursor, ''), coalesce(w.batch, 0), coalesce(w.position, 0), w.stamped_at
                from (select 1) one left join lateral (
                    select slowest.*, (select array_agg(type) from (
                        select type from feed_subscription s, unnest(s.aggregate_types) type where s.source = :source and s.partition_count = slowest.partition_count
                        group by type having count(*) = slowest.partition_count) told) as aggregate_types
                    from (select distinct on (partition_count) partition_count, cursor, batch, position, stamped_at, count(*) over (partition by partition_count) as shares
                          from feed_subscription where source = :source order by partition_count, position) slowest
                    where shares = partition_count order by position desc limit 1) w on true
                on conflict do nothing\
                """, subscription)
                    .bindArray("types", String.class, sorted(aggregateTypes))
                    .execute();
            return bound(handle, """
                update feed_subscription set holder = :holder, lease_until = clock_timestamp() + make_interval(secs => :seconds), is_caught_up = false,
                    cursor = case when aggregate_types @> cast(:types as text[]) then cursor else '' end, position = case when aggregate_types @> cast(:types as text[]) then position else 0 end,
                    batch = case when aggregate_types @> cast(:types as text[]) then batch else 0 end, aggregate_types = cast(:types as text[])
                where source = :source and partition_count = :count and partition_index = :index
                  and (holder is null or holder = :holder or lease_until < clock_timestamp())\
                """, subscription)
                            .bind("seconds", LEASE_SECONDS)
                            .bindArray("types", String.class, sorted(aggregateTypes))
                            .execute()
                    == 1;
        });
    }

    private static Object[] sorted(Set<String> aggregateTypes) {
        return aggregateTypes.stream().sorted().toArray();
    }

    /** Drops the shares of another way of partitioning once all of this one stand and nobody holds those: they would seem to lag for ever. */
    void forgetOtherShares(Subscription subscription) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                delete from feed_subscription where source = :source and partition_count <> :count and (holder is null or lease_until < clock_timestamp())
                  and (select count(*) from feed_subscription where source = :source and partition_count = :count) = :count\
                """)
                .bind("source", subscription.sourceLabel())
                .bind("count", subscription.partitionCount())
                .execute());
    }

    /** Prolongs the lease; false when it is no longer ours. */
    boolean renew(Subscription subscription) {
        return update(
                subscription,
                "update feed_subscription set lease_until = clock_timestamp() + make_interval(secs => " + LEASE_SECONDS
                        + ")" + MINE);
    }

    /** Gives the lease back, so that another replica need not wait. */
    void release(Subscription subscription) {
        update(
                subscription,
                "update feed_subscription set holder = null, lease_until = null, is_caught_up = false" + MINE);
    }

    /** Says that the source cannot be heard now. */
    void lostTouch(Subscription subscription, String error) {
        jdbi.useHandle(handle -> bound(
                        handle,
                        "update feed_subscription set is_caught_up = false, error = :error" + MINE,
                        subscription)
                .bind("error", error)
                .execute());
    }

    /** Moves the cursor, in the transaction of the effect. */
    void advance(Subscription subscription, FeedProgress progress) {
        int moved = jdbi.withHandle(handle -> bound(handle, """
            update feed_subscription set cursor = :cursor, batch = :batch, position = :position, stamped_at = coalesce(cast(:stampedAt as timestamptz), stamped_at),
                is_caught_up = :isCaughtUp or is_caught_up and coalesce(clock_timestamp() - cast(:stampedAt as timestamptz) < interval '1 second', false), caught_up_at = case when :isCaughtUp then clock_timestamp() else caught_up_at end, error = null\
            """ + MINE, subscription)
                .bind("cursor", progress.cursor().toString())
                .bind("batch", progress.cursor().batch())
                .bind("position", progress.cursor().position())
                .bind("stampedAt", progress.stampedAt())
                .bind("isCaughtUp", progress.isCaughtUp())
                .execute());
        if (moved == 0) {
            throw new LeaseLost(subscription);
        }
    }

    /** Makes sure, in the running transaction, that nobody takes the lease before it ends. */
    void hold(Subscription subscription) {
        if (!update(subscription, "update feed_subscription set error = error" + MINE)) {
            throw new LeaseLost(subscription);
        }
    }

    /** Back to the start of the feed. */
    void startAnew(Subscription subscription) {
        if (!update(
                subscription,
                "update feed_subscription set cursor = '', batch = 0, position = 0, is_caught_up = false" + MINE)) {
            throw new LeaseLost(subscription);
        }
    }

    /** Counts parked events; the sum over tenants is kept here, where operators may read it. */
    void countParked(Subscription subscription, long more) {
        if (more != 0) {
            jdbi.useHandle(
                    handle -> bound(handle, "update feed_subscription set parked = parked + :more" + MINE, subscription)
                            .bind("more", more)
                            .execute());
        }
    }

    /** Says how many events of the share are parked: a share that was cut anew begins with what the old ones had put aside. */
    void tellParked(Subscription subscription, long parked) {
        jdbi.useHandle(handle -> bound(handle, "update feed_subscription set parked = :parked" + MINE, subscription)
                .bind("parked", parked)
                .execute());
    }

    void replayed(Subscription subscription) {
        update(subscription, "update feed_subscription set replay_requested_at = null" + MINE);
    }

    /** Asks the holders of a source to try its parked events again; false when the source is not followed. */
    boolean requestReplay(String source) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "update feed_subscription set replay_requested_at = clock_timestamp() where source ="
                                        + " :source")
                        .bind("source", source)
                        .execute()
                > 0);
    }

    Optional<Standing> find(FeedSource source, int partitionCount, int partitionIndex) {
        return all().stream()
                .filter(standing -> standing.source().equals(source.label())
                        && standing.partitionCount() == partitionCount
                        && standing.partitionIndex() == partitionIndex)
                .findFirst();
    }

    List<Standing> all() {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select source, partition_count, partition_index, cursor, batch, position, stamped_at, is_caught_up, caught_up_at, parked,
                replay_requested_at is not null as is_replay_requested, holder is not null and lease_until > clock_timestamp() as is_held, error
            from feed_subscription order by source, partition_count, partition_index\
            """)
                .map((row, context) -> new Standing(
                        row.getString(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        Instants.read(row, 7),
                        row.getBoolean(8),
                        Instants.read(row, 9),
                        row.getLong(10),
                        row.getBoolean(11),
                        row.getBoolean(12),
                        row.getString(13)))
                .list());
    }

    private boolean update(Subscription subscription, String sql) {
        return jdbi.withHandle(handle -> bound(handle, sql, subscription).execute() == 1);
    }

    private static org.jdbi.v3.core.statement.Update bound(Handle handle, String sql, Subscription subscription) {
        return handle.createUpdate(sql)
                .bind("source", subscription.sourceLabel())
                .bind("count", subscription.partitionCount())
                .bind("index", subscription.partitionIndex())
                .bind("holder", subscription.holder());
    }
}
