package io.farol.runtime.outbox;

import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with the platform's tables and nothing else, and doors for each of its roles. */
public final class FeedDatabase {
    private final Map<String, String> settings;

    private FeedDatabase(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The database of the service under test. */
    public static FeedDatabase ofService() {
        String name = ServiceUnderTest.DATABASE;
        return new FeedDatabase(Map.of(
                "farol.db.url", "jdbc:postgresql://127.0.0.1:" + Postgres.port() + "/" + name,
                "farol.db.user", name + "_app",
                "farol.db.password", name + "_app",
                "farol.db.feed-user", name + "_feed",
                "farol.db.feed-password", name + "_feed"));
    }

    /** Makes and migrates one; the name must be free. */
    public static FeedDatabase create(String name) {
        Map<String, String> settings = Postgres.createDatabase(name);
        Flyway.configure()
                .dataSource(
                        settings.get("farol.db.url"),
                        settings.get("farol.db.owner-user"),
                        settings.get("farol.db.owner-password"))
                .locations("db/platform")
                .load()
                .migrate();
        return new FeedDatabase(settings);
    }

    /** How a service reaches it. */
    public Map<String, String> settings() {
        return settings;
    }

    /** The application's door. */
    public PGSimpleDataSource app() {
        return door("farol.db.user", "farol.db.password");
    }

    /** The stamper's and the feed readers' door. */
    public PGSimpleDataSource feed() {
        return door("farol.db.feed-user", "farol.db.feed-password");
    }

    private PGSimpleDataSource door(String user, String password) {
        PGSimpleDataSource door = new PGSimpleDataSource();
        door.setUrl(settings.get("farol.db.url"));
        door.setUser(settings.get(user));
        door.setPassword(settings.get(password));
        return door;
    }

    /** A transaction of a tenant, open until it is committed or closed. */
    public Connection begin(String tenant) throws SQLException {
        Connection connection = app().getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement bind = connection.prepareStatement("select set_config('app.tenant', ?, true)")) {
            bind.setString(1, tenant);
            bind.execute();
        }
        return connection;
    }

    /** Writes one event into an open transaction of its tenant. */
    public static void append(Connection connection, String type, UUID id, long version) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
            values (current_setting('app.tenant'), ?, ?, ?, 'CHANGED', clock_timestamp(), jsonb_build_object('version', ?, 'madeAt', extract(epoch from clock_timestamp()) * 1000000))\
            """)) {
            insert.setString(1, type);
            insert.setObject(2, id);
            insert.setLong(3, version);
            insert.setLong(4, version);
            insert.executeUpdate();
        }
    }

    /** Writes one event in a transaction of its own. */
    public void commit(String tenant, String type, UUID id, long version) throws SQLException {
        try (Connection connection = begin(tenant)) {
            append(connection, type, id, version);
            connection.commit();
        }
    }

    /** First column of a query, as the feed's role sees it. */
    public List<String> asFeed(String sql) throws SQLException {
        return column(feed(), sql);
    }

    private static List<String> column(PGSimpleDataSource door, String sql) throws SQLException {
        try (Connection connection = door.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(String.valueOf(rows.getString(1)));
            }
            return column;
        }
    }
}
