package io.farol.metrics.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A moment at which something was learnt of a tenant: one applied stamping batch of a feed. Points of a tenant strictly increase in both numbers, over all sources, also when a parked batch is applied late.
 *
 * @param pos feed position of the tenant's last event in the batch, or the next number after the last point
 * @param stampedAt what {@code knownAt} names
 */
public record KnowledgePoint(long pos, Instant stampedAt) {
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('ledger:' || :tenant, 0))";
    private static final String LAST =
            "select pos, stamped_at from knowledge where tenant_id = :tenant order by pos desc limit 1";
    private static final String ADD =
            "insert into knowledge (tenant_id, pos, stamped_at, batch, source, feed_position) values (:tenant, :pos, :stampedAt, :batch, :source, :feedPosition)";

    /** The feed that the ledger is made from. */
    private static final String LEDGER_SOURCE = "accounts";

    /** Makes this transaction the only one that writes the tenant's ledger. */
    static void lock(Handle handle, String tenant) {
        handle.createQuery(LOCK)
                .bind("tenant", tenant)
                .map((row, context) -> true)
                .one();
    }

    /** Opens the next point of a tenant, whose ledger stays locked to the end of the transaction. */
    public static KnowledgePoint next(Handle handle, String tenant, long batch, long position, Instant stampedAt) {
        return next(handle, tenant, LEDGER_SOURCE, batch, position, stampedAt);
    }

    /** The same for what another feed told: points of all sources are one row, so that one {@code knownAt} names what was known of all. */
    public static KnowledgePoint next(
            Handle handle, String tenant, String source, long batch, long position, Instant stampedAt) {
        lock(handle, tenant);
        KnowledgePoint told = new KnowledgePoint(position, stampedAt.truncatedTo(ChronoUnit.MICROS));
        KnowledgePoint point = last(handle, tenant).map(told::after).orElse(told);
        handle.createUpdate(ADD)
                .bind("tenant", tenant)
                .bind("pos", point.pos)
                .bind("stampedAt", Timestamp.from(point.stampedAt))
                .bind("batch", batch)
                .bind("source", source)
                .bind("feedPosition", position)
                .execute();
        return point;
    }

    /** The last point that a tenant's ledger has applied. */
    public static Optional<KnowledgePoint> last(Handle handle, String tenant) {
        return handle.createQuery(LAST)
                .bind("tenant", tenant)
                .map((row, context) ->
                        new KnowledgePoint(row.getLong(1), row.getTimestamp(2).toInstant()))
                .findOne();
    }

    private KnowledgePoint after(KnowledgePoint last) {
        Instant soonest = last.stampedAt.plus(1, ChronoUnit.MICROS);
        return new KnowledgePoint(Math.max(pos, last.pos + 1), stampedAt.isBefore(soonest) ? soonest : stampedAt);
    }
}
