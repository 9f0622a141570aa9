package io.farol.runtime.feed;

import io.farol.runtime.outbox.FeedHead;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads numbered events, of all tenants unless the filter names one, as the role {@code farol_feed}. A batch is numbered in one transaction, so each read sees it whole or not at all. */
@ApplicationScoped
class OutboxReader {
    private static final String COLUMNS =
            "tenant_id, event_id, xid::text::bigint, position, batch, batch_ends_at, stamped_at, aggregate_type,"
                    + " aggregate_id, aggregate_version, event_type, recorded_at, trace_parent";

    private final javax.sql.DataSource dataSource;

    OutboxReader(@DataSource("feed") javax.sql.DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Where the feed stands, read now. */
    FeedHead head() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return head(connection);
        }
    }

    static FeedHead head(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select epoch, batch, position, stamped_at from feed_head");
                ResultSet row = statement.executeQuery()) {
            row.next();
            OffsetDateTime stampedAt = row.getObject(4, OffsetDateTime.class);
            return new FeedHead(
                    row.getInt(1), row.getLong(2), row.getLong(3), stampedAt == null ? null : stampedAt.toInstant());
        }
    }

    /**
     * The next events, in order.
     *
     * @param after position read last, exclusive
     * @param until position to stop at, inclusive
     * @param limit a shorter answer means that there is nothing more up to {@code until}
     */
    List<OutboxRow> page(FeedFilter filter, long after, long until, int limit, boolean isPayloadWanted)
            throws SQLException {
        String sql = "select " + COLUMNS + (isPayloadWanted ? ", payload::text" : ", null") + where(filter)
                + " order by position limit ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(bind(statement, filter, after, until), limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<OutboxRow> page = new ArrayList<>();
                while (rows.next()) {
                    page.add(row(rows));
                }
                return page;
            }
        }
    }

    /** Where each source transaction ends for this reader, between two positions. */
    Map<Long, Long> lastOfTransactions(FeedFilter filter, long after, long until) throws SQLException {
        String sql = "select xid::text::bigint, max(position)" + where(filter) + " group by xid";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, filter, after, until);
            try (ResultSet rows = statement.executeQuery()) {
                Map<Long, Long> last = new HashMap<>();
                while (rows.next()) {
                    last.put(rows.getLong(1), rows.getLong(2));
                }
                return last;
            }
        }
    }

    private static String where(FeedFilter filter) {
        StringBuilder where = new StringBuilder(" from outbox where position > ? and position <= ?");
        if (filter.tenant().isPresent()) {
            where.append(" and tenant_id = ?");
        }
        if (!filter.aggregateTypes().isEmpty()) {
            where.append(" and aggregate_type = any(?)");
        }
        if (filter.partitionCount() > 1) {
            where.append(" and ").append(Partitions.SQL);
        }
        return where.toString();
    }

    /** Binds the filter; the index of the next parameter. */
    private static int bind(PreparedStatement statement, FeedFilter filter, long after, long until)
            throws SQLException {
        int index = 1;
        statement.setLong(index++, after);
        statement.setLong(index++, until);
        if (filter.tenant().isPresent()) {
            statement.setString(index++, filter.tenant().get().value());
        }
        if (!filter.aggregateTypes().isEmpty()) {
            statement.setArray(
                    index++,
                    statement
                            .getConnection()
                            .createArrayOf("text", filter.aggregateTypes().toArray()));
        }
        if (filter.partitionCount() > 1) {
            statement.setInt(index++, filter.partitionCount());
            statement.setInt(index++, filter.partitionIndex());
        }
        return index;
    }

    private static OutboxRow row(ResultSet rows) throws SQLException {
        return new OutboxRow(
                rows.getString(1),
                rows.getObject(2, UUID.class),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getObject(7, OffsetDateTime.class).toInstant(),
                rows.getString(8),
                rows.getObject(9, UUID.class),
                rows.getLong(10),
                rows.getString(11),
                rows.getObject(12, OffsetDateTime.class).toInstant(),
                rows.getString(13),
                rows.getString(14));
    }
}
