package io.farol.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL, embedded and yet durable: synced to disk, reachable from this machine only and by password. One database for each service with the roles of production (an owner who
 * migrates, an application role and a feed role that own nothing and bypass nothing), one for Keycloak.
 */
final class Databases implements AutoCloseable {
    static final List<String> SERVICES = List.of("accounts", "metrics", "pipeline", "onboarding");
    static final String KEYCLOAK = "keycloak";
    private static final String SUPERUSER = "postgres";

    private final Path directory;
    private final EmbeddedPostgres server;
    private final Secrets secrets;

    private Databases(Path directory, EmbeddedPostgres server, Secrets secrets) {
        this.directory = directory;
        this.server = server;
        this.secrets = secrets;
    }

    static Databases start(DataDirectory data, Path binaries) {
        Path directory = data.path().resolve("postgres");
        stop(directory);
        try {
            Files.createDirectories(binaries);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setPGStartupWait(Duration.ofSeconds(120))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            data.log("postgres").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            data.log("postgres").toFile()))
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setLocaleConfig("encoding", "UTF8")
                    .setConnectConfig("password", data.secrets().of("database/" + SUPERUSER))
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_wal_size", "2GB")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .start();
            Databases databases = new Databases(directory, server, data.secrets());
            databases.provision();
            return databases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    String password(String role) {
        return secrets.of("database/" + role);
    }

    /** Not by the library's own way, which gives a busy server five seconds to write its last checkpoint. */
    @Override
    public void close() {
        stop(directory);
    }

    private void provision() throws IOException {
        try (Connection connection = connect(SUPERUSER);
                Statement sql = connection.createStatement()) {
            sql.execute("alter role postgres password '" + password(SUPERUSER) + "'");
            requirePasswords(sql);
            group(sql, "farol_app");
            group(sql, "farol_feed");
            for (String service : SERVICES) {
                login(sql, service + "_owner");
                login(sql, service + "_app");
                login(sql, service + "_feed");
                sql.execute("grant farol_app to " + service + "_app");
                sql.execute("grant farol_feed to " + service + "_feed");
                database(sql, service, service + "_owner");
                sql.execute("grant connect on database %1$s to %1$s_owner, %1$s_app, %1$s_feed".formatted(service));
            }
            login(sql, KEYCLOAK);
            database(sql, KEYCLOAK, KEYCLOAK);
        } catch (SQLException e) {
            throw new IllegalStateException("the databases cannot be prepared: " + e.getMessage(), e);
        }
        for (String service : SERVICES) {
            try (Connection connection = connect(service);
                    Statement sql = connection.createStatement()) {
                for (String extension : List.of("pg_stat_statements", "pg_trgm", "unaccent")) {
                    sql.execute("create extension if not exists " + extension);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the extensions of " + service + " cannot be made", e);
            }
        }
    }

    /** The server is born trusting this machine; from its first minute on it asks everybody for a password. */
    private void requirePasswords(Statement sql) throws IOException, SQLException {
        String rules = """
                local all all scram-sha-256
                host  all all 127.0.0.1/32 scram-sha-256
                """;
        Path file = directory.resolve("pg_hba.conf");
        if (!Files.readString(file).equals(rules)) {
            Files.writeString(file, rules);
            sql.execute("select pg_reload_conf()");
        }
    }

    private static void group(Statement sql, String role) throws SQLException {
        if (!exists(sql, "select 1 from pg_roles where rolname = '" + role + "'")) {
            sql.execute("create role " + role + " nologin");
        }
    }

    private void login(Statement sql, String role) throws SQLException {
        if (!exists(sql, "select 1 from pg_roles where rolname = '" + role + "'")) {
            sql.execute("create role " + role + " login password '" + password(role) + "'");
            // Measured: compiling made the ledger's queries 2.4 times slower.
            sql.execute("alter role " + role + " set jit = off");
        }
    }

    private static void database(Statement sql, String name, String owner) throws SQLException {
        if (!exists(sql, "select 1 from pg_database where datname = '" + name + "'")) {
            sql.execute("create database " + name + " owner " + owner);
            sql.execute("revoke connect on database " + name + " from public");
        }
    }

    private static boolean exists(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), SUPERUSER, password(SUPERUSER));
    }

    /** Stops the server of a folder, if one runs: ours, or that of a killed launcher, whose old settings nobody should adopt. */
    static void stop(Path directory) {
        Path pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().trim());
            ProcessHandle server = ProcessHandle.of(pid)
                    .filter(handle -> handle.info().command().orElse("").endsWith("/postgres"))
                    .orElse(null);
            if (server == null) {
                return;
            }
            new ProcessBuilder("kill", "-INT", Long.toString(pid))
                    .start()
                    .waitFor(); // fast shutdown: clients are sent away
            server.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
