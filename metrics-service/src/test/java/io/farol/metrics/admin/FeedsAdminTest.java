package io.farol.metrics.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.FollowsAccounts;
import io.farol.testkit.FakeFeed;
import io.farol.testkit.FollowedFeeds;
import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see and may do of the feed that metrics-service follows. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@TestProfile(FollowsAccounts.class)
class FeedsAdminTest {
    private static final String FEEDS = "/v1/admin/metrics/feeds";
    private static final String STATEMENT = "/v1/mrr/statement?from=2026-01&to=2026-03&asOf=2026-03-31";

    private final FakeFeed accounts = FollowedFeeds.of("accounts");
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final String management;

    FeedsAdminTest(@ConfigProperty(name = "quarkus.management.test-port") int port) {
        management = "http://127.0.0.1:" + port + "/q/metrics";
    }

    @BeforeEach
    void follows() {
        accounts.comeUp();
        UUID account = UUID.randomUUID();
        accounts.send(tenant, "ACCOUNT", account, 1, "{\"name\":\"Acme\"}");
        accounts.send(
                tenant, "CONTRACT", UUID.randomUUID(), 1, """
                {"accountId":"%s","termStartsOn":"2026-01-01","lines":[{"id":"%s","productId":"%s","terms":[
                  {"startsOn":"2026-01-01","quantity":"1","unitPrice":"100","billingPeriodMonths":1,"currency":"BRL","mrrE4":1000000}]}]}""".formatted(account, UUID.randomUUID(), UUID.randomUUID()));
        await(() -> "100.00".equals(statement().path("months[2].closing")));
    }

    @Test
    void belongsToOperatorsAlone() {
        for (String role : new String[] {"cs-admin", "cs-leader", "integration"}) {
            String token = Issuer.token(tenant, "ana", role);
            given().auth().oauth2(token).get(FEEDS).then().statusCode(403);
            given().auth()
                    .oauth2(token)
                    .post(FEEDS + "/accounts/rebuilds")
                    .then()
                    .statusCode(403);
            given().auth()
                    .oauth2(token)
                    .post(FEEDS + "/accounts/replays")
                    .then()
                    .statusCode(403);
        }
        operator().get(FEEDS + "/weather/parked-events").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        operator().post(FEEDS + "/metrics/rebuilds").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void saysOfAKnownFeedThatNothingIsRebuiltFromIt() {
        operator()
                .post(FEEDS + "/pipeline/rebuilds")
                .then()
                .statusCode(409)
                .body("code", equalTo("FEED_NOT_REBUILDABLE"));
    }

    @Test
    void listsTheFeedWithItsLagHereAndAmongTheMetrics() throws Exception {
        await(() -> operator().get(FEEDS).path("items[0].isCaughtUp"));
        operator()
                .get(FEEDS)
                .then()
                .body("items[0].source", equalTo("accounts"))
                .body("items[0].isHeld", equalTo(true))
                .body("items[0].lagSeconds", equalTo(0))
                .body("items[0].position", notNullValue());
        assertEquals(0, gauge("farol_feed_lag_seconds"));
        assertEquals(0, gauge("farol_feed_unheld_shares"));

        accounts.goAway();

        await(() -> gauge("farol_feed_lag_seconds") >= 1);
        operator().get(FEEDS).then().body("items[0].isCaughtUp", equalTo(false)).body("items[0].error", notNullValue());
    }

    @Test
    void showsAParkedEventWithoutItsContentsAndHasItTriedAgain() {
        UUID poison = UUID.randomUUID();
        accounts.send(tenant, "ACCOUNT", poison, 1, "{\"name\":\"Beta\",\"customerSince\":\"secret words\"}");
        accounts.send(tenant, "ACCOUNT", poison, 2, "{\"name\":\"Beta 2\"}");
        await(() -> parked().statusCode() == 200
                && parked().path("items.find { it.aggregateId == '" + poison + "' && it.reason == 'WAITS_BEHIND' }")
                        != null);

        String failed = "items.find { it.aggregateId == '" + poison + "' && it.reason == 'FAILED' }.";
        parked().then()
                .body(failed + "tenantId", equalTo(tenant))
                .body(failed + "aggregateVersion", equalTo(1))
                .body(failed + "error", notNullValue())
                .body("items.findAll { it.tenantId == '" + tenant + "' }.aggregateType", everyItem(equalTo("ACCOUNT")))
                .body(not(containsString("Beta")))
                .body(not(containsString("secret words")));
        assertTrue(gauge("farol_feed_parked_events") >= 2);
        int tries = parked().path(failed + "tries");

        assertEquals(parked().path("items"), pageByPage());

        operator()
                .post(FEEDS + "/accounts/replays")
                .then()
                .statusCode(202)
                .header("Location", FEEDS + "/accounts/parked-events");

        await(() -> parked().<Integer>path(failed + "tries") > tries);
        assertEquals("100.00", statement().path("months[2].closing"));
    }

    @Test
    void makesTheProjectionAnewAndAnswersTheSame() {
        String before = statement().asString();
        int generation = generation();

        Response asked = operator().post(FEEDS + "/accounts/rebuilds");

        asked.then()
                .statusCode(202)
                .body("source", equalTo("accounts"))
                .header("Location", FEEDS + "/accounts/rebuilds/" + asked.path("id"));
        String location = asked.header("Location");
        await(() -> "SUCCEEDED".equals(operator().get(location).path("state")));
        operator().get(location).then().statusCode(200).body("endedAt", notNullValue());
        operator().get(FEEDS + "/accounts/rebuilds/" + UUID.randomUUID()).then().statusCode(404);
        given().auth()
                .oauth2(Issuer.token(tenant, "ana", "cs-admin"))
                .get(location)
                .then()
                .statusCode(403);
        assertTrue(generation() > generation, "the answers still come from the old generation");
        assertEquals(before, statement().asString());
    }

    /** All parked events, one on a page. */
    private static List<Object> pageByPage() {
        List<Object> items = new ArrayList<>();
        String token = "";
        do {
            Response page = operator().get(FEEDS + "/accounts/parked-events?pageSize=1" + token);
            page.then().statusCode(200);
            items.addAll(page.path("items"));
            token = page.path("nextPageToken") == null ? "" : "&pageToken=" + page.path("nextPageToken");
        } while (!token.isEmpty());
        return items;
    }

    @Test
    void refusesAPageThatThereIsNot() {
        for (String query : new String[] {"pageSize=0", "pageSize=501", "pageToken=x", "pageToken=YTpiOjE"}) {
            operator().get(FEEDS + "/accounts/parked-events?" + query).then().statusCode(400);
        }
    }

    private int generation() {
        return Integer.parseInt(one(
                "select coalesce((select active_gen from ledger_generation where tenant_id = '" + tenant + "'), 1)"));
    }

    private static String one(String sql) {
        return Jdbi.create(Postgres.superuserUrl(ServiceUnderTest.DATABASE))
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private static Response parked() {
        return operator().get(FEEDS + "/accounts/parked-events");
    }

    private Response statement() {
        return given().auth().oauth2(Issuer.token(tenant, "ana", "csm")).get(STATEMENT);
    }

    private static RequestSpecification operator() {
        return given().auth().oauth2(Issuer.operatorToken("olga"));
    }

    private double gauge(String name) {
        return given().get(management)
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains("source=\"accounts\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "never came true");
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
