package io.farol.runtime.feed;

import static io.farol.runtime.feed.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.outbox.FeedDatabase;
import io.farol.testkit.Issuer;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom accounts-service suspends, every service that follows it refuses: no subscriber of a service names the aggregate type TENANT. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(FeedLoop.class)
class TenantStatesTest {
    private final FeedDatabase database = FeedDatabase.ofService();
    private final UUID aggregate = UUID.randomUUID();

    @Test
    void refusesWhomTheFeedSuspendsUntilItResumesThem() throws Exception {
        tell("gelado", 1, "ACTIVE");
        eventually("ACTIVE", () -> state("gelado"));
        assertEquals("200 OK", answer("gelado"));

        tell("gelado", 2, "SUSPENDED");
        eventually("403 TENANT_SUSPENDED", () -> answer("gelado"));
        assertEquals("200 OK", answer("quente"));

        tell("gelado", 3, "ACTIVE");
        eventually("200 OK", () -> answer("gelado"));
    }

    @Test
    void takesNoOlderStateForTheNewest() throws Exception {
        tell("morno", 5, "SUSPENDED");
        eventually("SUSPENDED", () -> state("morno"));

        tell("morno", 4, "ACTIVE");
        tell("depois", 1, "SUSPENDED");

        eventually("SUSPENDED", () -> state("depois"));
        assertEquals("SUSPENDED", state("morno"));
    }

    /** A suspension that a restore of accounts-service lost would hold here for ever. */
    @Test
    void forgetsWhatTheFeedNoLongerTells() throws Exception {
        tell("perdido", 1, "SUSPENDED");
        UUID kept = UUID.randomUUID();
        tell("mantido", kept, 1, "SUSPENDED");
        eventually("SUSPENDED", () -> state("perdido"));
        eventually("SUSPENDED", () -> state("mantido"));

        execute("delete from outbox where aggregate_id = '" + aggregate + "'");
        execute("update feed_head set epoch = epoch + 1");

        eventually("ACTIVE", () -> state("perdido"));
        eventually("SUSPENDED", () -> state("mantido"));
    }

    private void tell(String tenant, long version, String state) throws SQLException {
        tell(tenant, aggregate, version, state);
    }

    private void tell(String tenant, UUID id, long version, String state) throws SQLException {
        try (Connection connection = database.begin(tenant);
                PreparedStatement insert = connection.prepareStatement("""
                        insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                        values (current_setting('app.tenant'), 'TENANT', ?, ?, 'STATE_CHANGED', now(), jsonb_build_object('state', ?::text))""")) {
            insert.setObject(1, id);
            insert.setLong(2, version);
            insert.setString(3, state);
            insert.executeUpdate();
            connection.commit();
        }
    }

    private static String answer(String tenant) {
        var answer =
                given().auth().oauth2(Issuer.token(tenant, "ana", "csm")).get("/v1/feed-samples/" + UUID.randomUUID());
        return answer.statusCode() + " " + (answer.statusCode() == 200 ? "OK" : answer.path("code"));
    }

    private static String state(String tenant) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                PreparedStatement query = connection.prepareStatement("select state from tenant where id = ?")) {
            query.setString(1, tenant);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "unknown";
            }
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
