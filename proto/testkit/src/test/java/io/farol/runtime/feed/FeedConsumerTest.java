package io.farol.runtime.feed;

import static io.farol.runtime.feed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.runtime.outbox.FeedDatabase;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(FeedLoop.class)
class FeedConsumerTest {
    private final FeedDatabase database = FeedDatabase.ofService();

    @AfterEach
    void heal() {
        SampleCopy.POISON.clear();
        SampleCopy.understandsFuture = false;
        SampleCopy.losesConnectionOnce = false;
    }

    @Test
    void copiesWhatTheSourceHasAndCallsItselfCaughtUp() throws Exception {
        UUID account = UUID.randomUUID();
        append("aurora", account, 1, "CREATED", "Acme");
        append("aurora", account, 2, "CHANGED", "Acme 2");

        eventually("2 Acme 2", () -> copy(account));
        eventually("true", () -> one("select is_caught_up from feed_subscription"));
        assertEquals("aurora", one("select tenant_id from feed_sample_copy where id = '" + account + "'"));
    }

    @Test
    void passesOverDuplicatesAndOldStates() throws Exception {
        UUID account = UUID.randomUUID();
        append("aurora", account, 2, "CREATED", "second");
        eventually("2 second", () -> copy(account));

        append("aurora", account, 2, "CREATED", "again");
        append("aurora", account, 1, "CREATED", "older");
        UUID last = UUID.randomUUID();
        append("aurora", last, 1, "CREATED", "last");

        eventually("1 last", () -> copy(last));
        assertEquals("2 second", copy(account));
        assertEquals("1", times(account));
    }

    @Test
    void appliesOnceWhatDiedBetweenApplyAndCommit() throws Exception {
        UUID account = UUID.randomUUID();
        SampleCopy.losesConnectionOnce = true;

        append("aurora", account, 1, "CREATED", "Phoenix");

        eventually("1 Phoenix", () -> copy(account));
        assertEquals(false, SampleCopy.losesConnectionOnce);
        assertEquals("1", times(account));
    }

    @Test
    void losesItsTurnToAnotherHolderAndTakesOverWithinTenSecondsOfItsDeath() throws Exception {
        UUID before = UUID.randomUUID();
        append("aurora", before, 1, "CREATED", "before");
        eventually("1 before", () -> copy(before));
        UUID other = UUID.randomUUID();
        execute("update feed_subscription set holder = '" + other
                + "', lease_until = clock_timestamp() + interval '8 seconds'");
        long diedAt = System.nanoTime();

        UUID after = UUID.randomUUID();
        append("aurora", after, 1, "CREATED", "after");
        assertEquals("nothing", copy(after));

        eventually("1 after", Duration.ofSeconds(12), () -> copy(after));
        Duration taken = Duration.ofNanos(System.nanoTime() - diedAt);
        assertTrue(taken.compareTo(Duration.ofSeconds(10)) < 0, taken.toString());
        assertTrue(taken.compareTo(Duration.ofSeconds(7)) > 0, "applied without the lease: " + taken);
    }

    @Test
    void parksAPoisonedEventWithThoseBehindItWhileTheRestGoesOn() throws Exception {
        UUID bad = UUID.randomUUID();
        UUID good = UUID.randomUUID();
        SampleCopy.POISON.add("arsenic");
        try (Connection both = database.begin("aurora")) {
            append(both, bad, 1, "CREATED", "arsenic");
            append(both, good, 1, "CREATED", "bread");
            both.commit();
        }
        append("aurora", bad, 2, "CHANGED", "antidote");
        append("aurora", good, 2, "CHANGED", "butter");

        eventually("2 butter", () -> copy(good));
        assertEquals("nothing", copy(bad));
        assertEquals(List.of("FAILED 1 IllegalStateException: indigestible", "WAITS_BEHIND 2 null"), parked(bad));

        SampleCopy.POISON.clear();
        execute("update feed_subscription set replay_requested_at = now()");

        eventually("2 antidote", () -> copy(bad));
        assertEquals(List.of(), parked(bad));
        eventually("0", () -> one("select parked from feed_subscription"));
        append("aurora", bad, 3, "CHANGED", "cured");
        eventually("3 cured", () -> copy(bad));
    }

    @Test
    void parksEventTypesOfTheFutureUntilItUnderstandsThem() throws Exception {
        UUID account = UUID.randomUUID();
        append("aurora", account, 1, "FROM_THE_FUTURE", "hover board");
        eventually(List.of("UNKNOWN_TYPE 1 null"), () -> parked(account));

        SampleCopy.understandsFuture = true;
        execute("update feed_subscription set replay_requested_at = now()");

        eventually("1 hover board", () -> copy(account));
        assertEquals(List.of(), parked(account));
    }

    @Test
    void emptiesItsCopyAndStartsAnewInAnotherEpoch() throws Exception {
        UUID account = UUID.randomUUID();
        append("aurora", account, 1, "CREATED", "kept");
        UUID ghost = UUID.randomUUID();
        append("aurora", ghost, 1, "CREATED", "lost by the restore");
        eventually("1 lost by the restore", () -> copy(ghost));
        execute("delete from outbox where aggregate_id = '" + ghost + "'");

        execute("update feed_head set epoch = epoch + 1");

        eventually("nothing", () -> copy(ghost));
        eventually("1 kept", () -> copy(account));
        eventually("true", () -> one("select is_caught_up from feed_subscription"));
    }

    @Test
    void appliesAHugeBatchInOneTransactionThroughItsInbox() throws Exception {
        int size = 12_000;
        UUID any = UUID.randomUUID();
        SampleCopy.SIZES.clear();
        try (Connection large = database.begin("cometa");
                PreparedStatement insert = large.prepareStatement("""
                    insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                    select 'cometa', 'ACCOUNT', case when n = 1 then ?::uuid else gen_random_uuid() end, 1, 'CREATED', now(), jsonb_build_object('name', n::text) from generate_series(1, ?) n\
                    """)) {
            insert.setObject(1, any);
            insert.setInt(2, size);
            insert.executeUpdate();
            large.commit();
        }

        eventually(
                String.valueOf(size),
                Duration.ofSeconds(40),
                () -> one("select count(*) from feed_sample_copy where tenant_id = 'cometa'"));
        assertEquals("1", one("select count(distinct xmin::text) from feed_sample_copy where tenant_id = 'cometa'"));
        assertEquals("1 1", copy(any));
        assertEquals("0", one("select count(*) from feed_inbox"));
        assertTrue(SampleCopy.SIZES.stream().allMatch(chunk -> chunk <= 5000), SampleCopy.SIZES.toString());
    }

    private void append(String tenant, UUID id, long version, String eventType, String name) throws SQLException {
        try (Connection connection = database.begin(tenant)) {
            append(connection, id, version, eventType, name);
            connection.commit();
        }
    }

    private static void append(Connection connection, UUID id, long version, String eventType, String name)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
            values (current_setting('app.tenant'), 'ACCOUNT', ?, ?, ?, now(), jsonb_build_object('name', ?::text))\
            """)) {
            insert.setObject(1, id);
            insert.setLong(2, version);
            insert.setString(3, eventType);
            insert.setString(4, name);
            insert.executeUpdate();
        }
    }

    private static String copy(UUID id) throws SQLException {
        return one("select coalesce((select version || ' ' || (payload ->> 'name') from feed_sample_copy where id = '"
                + id + "'), 'nothing')");
    }

    private static String times(UUID id) throws SQLException {
        return one("select times from feed_sample_copy where id = '" + id + "'");
    }

    private static List<String> parked(UUID id) throws SQLException {
        return column(
                "select reason || ' ' || aggregate_version || ' ' || coalesce(error, 'null') from feed_parked where"
                        + " aggregate_id = '"
                        + id + "' order by position");
    }

    private static String one(String sql) throws SQLException {
        List<String> column = column(sql);
        return column.isEmpty() ? "none" : column.getFirst();
    }

    private static List<String> column(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                String value = rows.getString(1);
                column.add(value.equals("t") ? "true" : value);
            }
            return column;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
