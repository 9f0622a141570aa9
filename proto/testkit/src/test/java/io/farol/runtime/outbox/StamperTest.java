package io.farol.runtime.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StamperTest {
    private static final String GAPLESS =
            "select (count(*) = coalesce(max(position), 0) and count(distinct position) = count(*))::text from outbox"
                    + " where position is not null";
    private static final String OVERTAKEN = """
        select count(*) from (select aggregate_version - lag(aggregate_version) over (partition by aggregate_id order by position) as step from outbox) s
        where step is not null and step <> 1\
        """;
    private static final String SPLIT =
            "select count(*) from (select xid from outbox group by xid having count(distinct batch) > 1) s";

    private static FeedDatabase database;

    private Stamper stamper;

    @BeforeAll
    static void createDatabase() {
        database = FeedDatabase.create("stamper");
    }

    @BeforeEach
    void emptyTheFeed() throws SQLException {
        stamper = new Stamper(database.feed(), "test");
        for (String tenant : List.of("aurora", "boreal")) {
            try (Connection connection = database.begin(tenant);
                    Statement statement = connection.createStatement()) {
                statement.execute("delete from outbox");
                connection.commit();
            }
        }
        try (Connection connection = database.feed().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update feed_head set position = 0, batch = 0");
        }
    }

    @Test
    void numbersACommitThatCameLateAfterThoseThatCameBeforeIt() throws SQLException {
        UUID early = UUID.randomUUID();
        UUID late = UUID.randomUUID();
        try (Connection slow = database.begin("aurora")) {
            FeedDatabase.append(slow, "ACCOUNT", late, 1);
            database.commit("boreal", "ACCOUNT", early, 1);
            stamper.stamp();
            slow.commit();
        }
        stamper.stamp();

        assertEquals(
                List.of(early.toString(), late.toString()),
                database.asFeed("select aggregate_id from outbox order by position"));
    }

    @Test
    void keepsTheVersionsOfOneAggregateInOrderWhenTransactionsBeganInAnother() throws SQLException {
        UUID account = UUID.randomUUID();
        try (Connection beganFirst = database.begin("aurora")) {
            // takes its transaction number before the other, its event number after
            FeedDatabase.append(beganFirst, "PRODUCT", UUID.randomUUID(), 1);
            database.commit("aurora", "ACCOUNT", account, 1);
            FeedDatabase.append(beganFirst, "ACCOUNT", account, 2);
            beganFirst.commit();
        }
        stamper.stamp();

        assertEquals(
                List.of("1", "2"),
                database.asFeed(
                        "select aggregate_version from outbox where aggregate_type = 'ACCOUNT' order by position"));
    }

    @Test
    void numbersEveryRunAsOneBatchWithALaterStamp() throws SQLException {
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);
        database.commit("boreal", "ACCOUNT", UUID.randomUUID(), 1);
        FeedHead first = stamper.stamp().orElseThrow();
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);
        FeedHead second = stamper.stamp().orElseThrow();
        FeedHead idle = stamper.stamp().orElseThrow();

        assertEquals(2, first.position());
        assertEquals(first.batch() + 1, second.batch());
        assertEquals(3, second.position());
        assertTrue(second.stampedAt().isAfter(first.stampedAt()));
        assertEquals(second, idle);
        assertEquals(
                List.of("1/2", "1/2", "2/3"),
                database.asFeed("select batch || '/' || batch_ends_at from outbox order by position"));
    }

    @Test
    void stampsStrictlyLaterEvenWhenTheClockWentBack() throws SQLException {
        try (Connection connection = database.feed().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update feed_head set stamped_at = '2999-01-01 00:00:00.000001Z'");
        }
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);

        assertEquals(
                "2999-01-01T00:00:00.000002Z",
                String.valueOf(stamper.stamp().orElseThrow().stampedAt()));
        try (Connection connection = database.feed().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update feed_head set stamped_at = null");
        }
    }

    @Test
    void leavesTheWorkToTheOneWhoIsAtIt() throws SQLException {
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);
        try (Connection other = database.feed().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(7310033840925811)");

            assertEquals(Optional.empty(), stamper.stamp());
        }
        assertEquals(1, stamper.stamp().orElseThrow().position());
    }

    @Test
    void losesAndReordersNothingWithEightWritersAndAForeignTransaction() throws Exception {
        int writers = 8;
        int commits = 250;
        AtomicBoolean isWriting = new AtomicBoolean(true);
        List<UUID> shared = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        try (Connection foreign = database.begin("boreal");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            FeedDatabase.append(foreign, "ACCOUNT", UUID.randomUUID(), 1);
            List<Future<?>> stampers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                stampers.add(threads.submit(() -> {
                    while (isWriting.get()) {
                        stamper.stamp();
                    }
                    return null;
                }));
            }
            createCounters(shared);
            List<Future<?>> work = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                work.add(threads.submit(() -> {
                    writeVersions(shared, commits);
                    return null;
                }));
            }
            for (Future<?> written : work) {
                written.get();
            }

            assertEquals(
                    List.of("0"),
                    database.asFeed("select count(*) from outbox where position is null and tenant_id = 'boreal'"));
            isWriting.set(false);
            for (Future<?> stamping : stampers) {
                stamping.get();
            }
            foreign.commit();
        }
        stamper.stamp();

        assertEquals(
                List.of(String.valueOf(writers * commits * 2 + 1)),
                database.asFeed("select count(*) from outbox where position is not null"));
        assertEquals(List.of("true"), database.asFeed(GAPLESS));
        assertEquals(List.of("0"), database.asFeed(OVERTAKEN));
        assertEquals(List.of("0"), database.asFeed(SPLIT));
    }

    private static void createCounters(List<UUID> shared) throws SQLException {
        try (Connection connection =
                        java.sql.DriverManager.getConnection(io.farol.testkit.Postgres.superuserUrl("stamper"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table counter (id uuid primary key, version bigint not null); grant select, update on"
                            + " counter to farol_app");
            for (UUID id : shared) {
                statement.execute("insert into counter values ('" + id + "', 0)");
            }
        }
    }

    /** Each commit takes two of the shared aggregates, in the same order, one after the other. */
    private static void writeVersions(List<UUID> shared, int commits) throws SQLException {
        try (Connection connection = database.begin("aurora")) {
            for (int i = 0; i < commits; i++) {
                try (Statement bind = connection.createStatement()) {
                    bind.execute("select set_config('app.tenant', 'aurora', true)");
                }
                bump(connection, shared.get(i % 2));
                bump(connection, shared.get(2));
                connection.commit();
            }
        }
    }

    private static void bump(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update counter set version = version + 1 where id = ? returning version")) {
            update.setObject(1, id);
            try (var row = update.executeQuery()) {
                row.next();
                FeedDatabase.append(connection, "ACCOUNT", id, row.getLong(1));
            }
        }
    }

    @Test
    void beginsANewEpochOnAnotherServerOrTimeline() throws SQLException {
        database.asFeed("select feed_check_epoch()::text");
        int epoch = stamper.stamp().orElseThrow().epoch();
        try (Connection connection = database.feed().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update feed_head set timeline = '0000000A'");
        }
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);

        assertEquals(epoch + 1, stamper.stamp().orElseThrow().epoch());
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);
        assertEquals(epoch + 1, stamper.stamp().orElseThrow().epoch());
    }

    @Test
    void letsTheFeedRoleStampAndNothingElse() throws SQLException {
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);

        assertEquals(List.of("aurora"), database.asFeed("select tenant_id from outbox"));
        assertThrows(SQLException.class, () -> database.asFeed("update outbox set payload = null returning 1"));
        assertThrows(SQLException.class, () -> database.asFeed("delete from outbox returning 1"));
        try (Connection boreal = database.begin("boreal");
                var rows = boreal.createStatement().executeQuery("select count(*) from outbox")) {
            rows.next();
            assertEquals(0, rows.getInt(1));
        }
    }
}
