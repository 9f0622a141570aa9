package io.farol.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real PgBouncer in transaction mode before a database of {@link Postgres}: clients share one server connection, transaction by transaction. Skips the test where it is not installed. */
public final class PgBouncer implements AutoCloseable {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

    private final Process process;
    private final int port;
    private final String database;

    private PgBouncer(Process process, int port, String database) {
        this.process = process;
        this.port = port;
        this.database = database;
    }

    /** Starts one that logs in as the database's application role. */
    public static PgBouncer start(String database) throws IOException, InterruptedException, SQLException {
        Path program = PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(program != null, "pgbouncer is not installed (apt-get install pgbouncer)");
        Path folder = Files.createTempDirectory("pgbouncer");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        String user = database + "_app";
        Path users = Files.writeString(folder.resolve("users.txt"), "\"%1$s\" \"%1$s\"\n".formatted(user));
        Path settings = Files.writeString(
                folder.resolve("pgbouncer.ini"), """
                [databases]
                %1$s = host=127.0.0.1 port=%2$d dbname=%1$s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %3$d
                unix_socket_dir =
                auth_type = plain
                auth_file = %4$s
                pool_mode = transaction
                default_pool_size = 1
                max_client_conn = 200
                ignore_startup_parameters = extra_float_digits
                """.formatted(database, Postgres.port(), port, users));
        List<String> command = new ArrayList<>(List.of(String.valueOf(program), settings.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(1, List.of("-u", "nobody"));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        PgBouncer pooler = new PgBouncer(process, port, database);
        pooler.awaitReady();
        return pooler;
    }

    /** A client connection; which server connection it uses may change with each transaction. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?prepareThreshold=0",
                database + "_app",
                database + "_app");
    }

    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroy);
    }

    private void awaitReady() throws InterruptedException, SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connect()) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (attempt == 100 || !process.isAlive()) {
                    close();
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
