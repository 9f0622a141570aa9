package io.farol.bench;

import io.farol.testkit.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/** CPU time used by processes of this machine, read from {@code /proc} (Linux only). */
final class CpuTime {
    /** The kernel counts in hundredths of a second. */
    static final double MICROS_A_TICK = 10_000;

    private CpuTime() {}

    /** User and system time of a process, in ticks. */
    static long ticksOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Sum over the backends of the test's PostgreSQL server that are alive now. */
    static long ticksOfBackends() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl("postgres"));
                ResultSet pids = connection
                        .createStatement()
                        .executeQuery(
                                "select pid from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'")) {
            long ticks = 0;
            while (pids.next()) {
                ticks += ticksOfBackend(pids.getLong(1));
            }
            return ticks;
        }
    }

    /** A backend may have ended since it was listed, such as one of the autovacuum's or an idle connection's. */
    private static long ticksOfBackend(long pid) throws IOException {
        try {
            return ticksOf(pid);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
