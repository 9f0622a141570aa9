package io.farol.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A real PostgreSQL server for one test JVM, with the roles and rights of production: an owner who migrates, an application role and a feed role that own nothing and bypass nothing.
 * Started once, ended with the JVM. Every database made here has its own login roles {@code <name>_owner}, {@code <name>_app}, {@code <name>_feed}, whose passwords are their names.
 */
public final class Postgres {
    private static final class Server {
        private static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("jit", "off")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                        .start();
                execute(server.getJdbcUrl("postgres", "postgres"), """
                        create role farol_app nologin;
                        create role farol_feed nologin;
                        """);
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Postgres() {}

    /** Makes an empty database with its roles; the settings by which a service reaches it. */
    public static synchronized Map<String, String> createDatabase(String name) {
        EmbeddedPostgres server = Server.INSTANCE;
        for (String statement : new String[] {
            "create role %1$s_owner login password '%1$s_owner'",
            "create role %1$s_app login password '%1$s_app' in role farol_app",
            "create role %1$s_feed login password '%1$s_feed' in role farol_feed",
            "create database %1$s owner %1$s_owner",
            "revoke connect on database %1$s from public",
            "grant connect on database %1$s to %1$s_owner, %1$s_app, %1$s_feed"
        }) {
            execute(superuserUrl("postgres"), statement.formatted(name));
        }
        execute(
                superuserUrl(name),
                "create extension if not exists pg_stat_statements; create extension if not exists unaccent");
        return Map.of(
                "farol.db.url", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name,
                "farol.db.user", name + "_app",
                "farol.db.password", name + "_app",
                "farol.db.owner-user", name + "_owner",
                "farol.db.owner-password", name + "_owner",
                "farol.db.feed-user", name + "_feed",
                "farol.db.feed-password", name + "_feed");
    }

    /** The superuser's door to a database, for looking from outside at what the roles may not see. */
    public static String superuserUrl(String database) {
        return Server.INSTANCE.getJdbcUrl("postgres", database);
    }

    /** Port of the server. */
    public static int port() {
        return Server.INSTANCE.getPort();
    }

    private static void execute(String url, String sql) {
        try (Connection connection = java.sql.DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("test database cannot be prepared", e);
        }
    }
}
