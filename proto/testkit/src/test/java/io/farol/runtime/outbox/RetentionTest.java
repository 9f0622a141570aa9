package io.farol.runtime.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final String NO_GROUPS = "{\"groups\": []}";
    private static final String GROUPED = "{\"groups\": [{\"dimension\": \"sector\"}]}";

    private static FeedDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = FeedDatabase.create("retention");
    }

    @Test
    void keepsTheNewestStateAndAllThatPastFiguresNeed() throws SQLException {
        UUID account = UUID.randomUUID();
        try (Connection connection = database.begin("aurora")) {
            old(connection, "ACCOUNT", account, 1, NO_GROUPS);
            old(connection, "ACCOUNT", account, 2, NO_GROUPS);
            old(connection, "ACCOUNT", account, 3, GROUPED);
            old(connection, "ACCOUNT", account, 4, GROUPED);
            old(connection, "ACCOUNT", account, 5, GROUPED);
            old(connection, "PRODUCT", UUID.randomUUID(), 1, NO_GROUPS);
            UUID contract = UUID.randomUUID();
            old(connection, "CONTRACT", contract, 1, NO_GROUPS);
            old(connection, "CONTRACT", contract, 2, NO_GROUPS);
            connection.commit();
        }
        number("clock_timestamp() - interval '31 days'");
        try (Connection connection = database.begin("aurora")) {
            old(connection, "ACCOUNT", account, 6, GROUPED);
            connection.commit();
        }
        number("clock_timestamp()");

        assertEquals(3, delete("aurora"));
        assertEquals(0, delete("aurora"));
        // the first state, the first grouped one, the newest; of the others all
        assertEquals(
                List.of("ACCOUNT 1", "ACCOUNT 3", "ACCOUNT 6", "CONTRACT 1", "CONTRACT 2", "PRODUCT 1"),
                database.asFeed("select aggregate_type || ' ' || aggregate_version from outbox order by 1"));
    }

    private static int delete(String tenant) throws SQLException {
        try (Connection connection = database.begin(tenant)) {
            int deleted =
                    new Retention(database.feed(), null, Jdbi.create(connection), "test").delete(new TenantId(tenant));
            connection.commit();
            return deleted;
        }
    }

    private static void number(String stampedAt) throws SQLException {
        try (Connection connection = database.feed().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select feed_stamp()");
            statement.execute(
                    "update outbox set stamped_at = " + stampedAt + " where batch = (select batch from feed_head)");
        }
    }

    private static void old(Connection connection, String type, UUID id, long version, String payload)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
            values (current_setting('app.tenant'), ?, ?, ?, 'CHANGED', now(), ?::jsonb)\
            """)) {
            insert.setString(1, type);
            insert.setObject(2, id);
            insert.setLong(3, version);
            insert.setString(4, payload);
            insert.executeUpdate();
        }
    }
}
