package io.farol.metrics;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.testkit.FakeFeed;
import io.farol.testkit.FollowedFeeds;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers say of how far the accounts feed is followed, and what they wait for. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@TestProfile(FollowsAccounts.class)
class FreshnessTest {
    private static final String STATEMENT = "/v1/mrr/statement?from=2026-01&to=2026-02&asOf=2026-02-28";

    private final FakeFeed accounts = FollowedFeeds.of("accounts");
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final UUID account = UUID.randomUUID();

    @BeforeEach
    void follows() {
        accounts.comeUp();
        String position = accounts.send(tenant, "ACCOUNT", account, 1, named("Acme"));
        await(() -> position.equals(freshness(get(STATEMENT)).getString("position")) && isCaughtUp());
    }

    @Test
    void saysThatItHasCaughtUpAndRepeatsTheAnswerByteForByte() throws Exception {
        Response now = get(STATEMENT);
        assertEquals(0, freshness(now).getInt("lagSeconds"));
        String pinned = STATEMENT + "&knownAt=" + now.path("knownAt");

        assertEquals(now.asString(), get(pinned).asString());

        // other tenants move the cursor, and the neighbour goes away: nothing of that is in an answer about the past
        accounts.send("other", "ACCOUNT", UUID.randomUUID(), 1, named("Other"));
        accounts.goAway();
        await(() -> !isCaughtUp());
        assertEquals(now.asString(), get(pinned).asString());
    }

    @Test
    void admitsThatTheNeighbourIsAwayAndSinceWhen() throws Exception {
        accounts.goAway();

        await(() -> freshness(get("/v1/overviews/" + account)).getInt("lagSeconds") >= 2);

        get("/v1/overviews/" + account)
                .then()
                .body("account.name", equalTo("Acme"))
                .body("freshness[0].source", equalTo("accounts"))
                .body("freshness[0].isCaughtUp", equalTo(false));
        assertFalse(freshness(get("/v1/overviews")).getBoolean("isCaughtUp"));
        assertFalse(freshness(get("/v1/metrics/mrr?from=2026-01&to=2026-01")).getBoolean("isCaughtUp"));
        // what is numbered by a moment to come cannot be known by now
        assertFalse(freshness(get(STATEMENT + "&knownAt=2999-01-01T00:00:00Z")).getBoolean("isCaughtUp"));
    }

    @Test
    void namesTheEpochOfTheFeed() throws Exception {
        String before = freshness(get(STATEMENT)).getString("position");

        accounts.beginEpoch();

        String after = before.replaceFirst("acc\\.e[0-9]+", accounts.next().replaceFirst("(acc\\.e[0-9]+).*", "$1"));
        assertFalse(before.equals(after));
        await(() -> after.equals(freshness(get(STATEMENT)).getString("position")) && isCaughtUp());
    }

    @Test
    void waitsForAnEventThatComesWhileItIsAskedFor() throws Exception {
        boolean isSeen = false;
        for (int attempt = 2; attempt < 7 && !isSeen; attempt++) { // more than one only if the machine is too busy
            String name = "Acme " + attempt;
            CompletableFuture<Response> answer = ask(accounts.next());
            LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            boolean isWaiting = !answer.isDone();

            accounts.send(tenant, "ACCOUNT", account, attempt, named(name));

            isSeen = isWaiting && name.equals(answer.get(20, TimeUnit.SECONDS).path("account.name"));
        }
        assertTrue(isSeen);
    }

    @Test
    void waitsForASourceThatHasNotBegun() throws Exception {
        boolean isSeen = false;
        for (int attempt = 2; attempt < 7 && !isSeen; attempt++) {
            accounts.goAway();
            await(() -> !isCaughtUp());
            LedgerRows.of(tenant).run("update feed_subscription set cursor = '', batch = 0, position = 0");
            String name = "Acme " + attempt;
            CompletableFuture<Response> answer = ask(accounts.next());
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            boolean isWaiting = !answer.isDone();

            accounts.send(tenant, "ACCOUNT", account, attempt, named(name));
            accounts.comeUp();

            isSeen = isWaiting && name.equals(answer.get(20, TimeUnit.SECONDS).path("account.name"));
            await(FreshnessTest.this::isCaughtUp);
        }
        assertTrue(isSeen);
    }

    @Test
    void answersAsItStandsAfterThreeSeconds() throws Exception {
        accounts.goAway();
        await(() -> !isCaughtUp());
        long began = System.nanoTime();

        Response answer = ask(accounts.next()).get(30, TimeUnit.SECONDS);

        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(waited.compareTo(Duration.ofSeconds(3)) >= 0, waited.toString());
        assertEquals(200, answer.statusCode());
        assertEquals("Acme", answer.path("account.name"));
        assertFalse(freshness(answer).getBoolean("isCaughtUp"));
    }

    @Test
    void doesNotWaitForWhatItDoesNotFollow() throws Exception {
        long began = System.nanoTime();

        assertEquals(200, ask("onb.e1.1.1").get(30, TimeUnit.SECONDS).statusCode());

        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(waited.compareTo(Duration.ofSeconds(3)) < 0, waited.toString());
    }

    private CompletableFuture<Response> ask(String position) {
        return CompletableFuture.supplyAsync(() -> get("/v1/overviews/" + account, Map.of("Farol-After", position)));
    }

    private boolean isCaughtUp() {
        return freshness(get(STATEMENT)).getBoolean("isCaughtUp");
    }

    private Response get(String path) {
        return get(path, Map.of());
    }

    private Response get(String path, Map<String, String> headers) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "ana", "csm"))
                .headers(headers)
                .get(path);
    }

    private static JsonPath freshness(Response answer) {
        @Nullable JsonPath body = answer.statusCode() == 200 ? answer.jsonPath() : null;
        if (body == null) {
            throw new AssertionError(answer.statusCode() + " " + answer.asString());
        }
        return body.setRootPath("freshness[0]");
    }

    private static String named(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "never came true");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
