package io.farol.metrics.deal;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.farol.testkit.FakeFeed;
import io.farol.testkit.FollowedFeeds;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of example 10 that pipeline-service tells: an account's open deals, also while their owner is away. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@TestProfile(OpenDealsApiTest.Following.class)
class OpenDealsApiTest {

    /** Beside what every test of the service has. */
    public static class Following implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FollowedFeeds.class, Map.of("sources", "accounts,pipeline")));
        }
    }

    private final FakeFeed accounts = FollowedFeeds.of("accounts");
    private final FakeFeed pipeline = FollowedFeeds.of("pipeline");
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final UUID account = UUID.randomUUID();

    @BeforeEach
    void follow() {
        accounts.comeUp();
        pipeline.comeUp();
        accounts.send(
                tenant,
                "ACCOUNT",
                account,
                1,
                "{\"name\":\"Acme\",\"tags\":[],\"attributes\":{},\"groups\":[],\"freezes\":[]}");
        await().atMost(Duration.ofMinutes(1)).until(() -> read().extract().statusCode() == 200);
    }

    @Test
    void showsOpenDealsOfAnAccountTheMostValuableFirst() {
        UUID small = UUID.randomUUID();
        UUID large = UUID.randomUUID();
        pipeline.send(tenant, "DEAL", small, 1, deal("Small", "PROPOSAL", 1_000_000, "BRL", "null"));
        pipeline.send(tenant, "DEAL", large, 1, deal("Large", "FORECAST", 10_005_000, "BRL", "null"));
        pipeline.send(tenant, "DEAL", UUID.randomUUID(), 1, deal("Foreign", "FORECAST", 5_000, "USD", "null"));
        pipeline.send(tenant, "DEAL", UUID.randomUUID(), 1, deal("Lost", "LOST", 9, "BRL", "\"2026-04-01T12:00:00Z\""));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> read().extract().path("openDeals.size()").equals(3));
        read().body("openDeals.title", contains("Large", "Small", "Foreign"))
                .body("openDeals[0].convertedMrr.amount", equalTo("1000.50"))
                .body("account.openDealsCount", equalTo(3))
                .body("openDeals[0].dealId", equalTo(large.toString()))
                .body("openDeals[0].stage", equalTo("FORECAST"))
                .body("openDeals[0].mrr.amount", equalTo("1000.50"))
                .body("openDeals[0].nextStep", equalTo("Call"))
                .body("account.openDealsMrr.amount", equalTo("1100.50"))
                .body("freshness.source", contains("accounts", "pipeline", "onboarding"));

        pipeline.send(
                tenant, "DEAL", large, 2, deal("Large", "EXPAND_WON", 10_005_000, "BRL", "\"2026-04-02T12:00:00Z\""));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> read().extract().path("openDeals.size()").equals(2));
        read().body("account.openDealsMrr.amount", equalTo("100.00"));
    }

    @Test
    void goesOnAnsweringWhileTheOwnerIsAway() throws Exception {
        pipeline.send(tenant, "DEAL", UUID.randomUUID(), 1, deal("Small", "PROPOSAL", 1_000_000, "BRL", "null"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> read().extract().path("openDeals.size()").equals(1));

        pipeline.goAway();

        await().atMost(Duration.ofMinutes(1)).until(() -> read().extract()
                .path("freshness.find { it.source == 'pipeline' }.isCaughtUp")
                .equals(false));
        read().statusCode(200).body("openDeals.title", contains("Small"));
    }

    @Test
    void convertsAtTheRateInForceTodayAndSaysWhatItCannotConvert() {
        LocalDate today = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
        rate("USD", today.minusDays(40), "4.00");
        rate("USD", today, "5.5055");
        rate("USD", today.plusDays(1), "9.00");
        rate("JPY", today.plusDays(1), "0.04");
        pipeline.send(tenant, "DEAL", UUID.randomUUID(), 1, deal("In reais", "PROPOSAL", 5_000_000, "BRL", "null"));
        pipeline.send(tenant, "DEAL", UUID.randomUUID(), 1, deal("In dollars", "PROPOSAL", 1_000_100, "USD", "null"));
        pipeline.send(tenant, "DEAL", UUID.randomUUID(), 1, deal("In yen", "PROPOSAL", 90_000_000, "JPY", "null"));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> "550.61".equals(read().extract().path("openDeals[0].convertedMrr.amount")));

        read().body("openDeals.title", contains("In dollars", "In reais", "In yen"))
                .body("openDeals[0].mrr.amount", equalTo("100.01"))
                .body("openDeals[0].mrr.currency", equalTo("USD"))
                .body("openDeals[0].convertedMrr.currency", equalTo("BRL"))
                .body("openDeals[2].mrr.currency", equalTo("JPY"))
                .body("openDeals[2].convertedMrr", nullValue())
                .body("account.openDealsMrr.amount", equalTo("1050.61"))
                .body("account.openDealsCount", equalTo(3))
                .body("account.unconvertedDeals", equalTo(1));
        given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/overviews")
                .then()
                .body("items[0].openDealsMrr.amount", equalTo("1050.61"))
                .body("items[0].unconvertedDeals", equalTo(1));
    }

    @Test
    void sortsTheTableByWhatDealsAreWorthToday() {
        UUID other = UUID.randomUUID();
        UUID without = UUID.randomUUID();
        for (UUID id : List.of(other, without)) {
            accounts.send(
                    tenant,
                    "ACCOUNT",
                    id,
                    1,
                    "{\"name\":\"%s\",\"tags\":[],\"attributes\":{},\"groups\":[],\"freezes\":[]}"
                            .formatted(id.equals(other) ? "Other" : "Without"));
        }
        LocalDate today = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
        rate("USD", today.minusDays(40), "4.00");
        UUID moved = UUID.randomUUID();
        pipeline.send(tenant, "DEAL", UUID.randomUUID(), 1, deal("Dollars", "PROPOSAL", 1_000_000, "USD", "null"));
        pipeline.send(
                tenant,
                "DEAL",
                moved,
                1,
                deal("Reais", "PROPOSAL", 5_000_000, "BRL", "null").replace(account.toString(), other.toString()));
        tableIs("-openDealsMrr", "Other", "Acme", "Without");
        tableIs("openDealsMrr", "Without", "Acme", "Other");

        rate("USD", today, "5.01");
        tableIs("-openDealsMrr", "Acme", "Other", "Without");

        pipeline.send(
                tenant,
                "DEAL",
                moved,
                2,
                deal("Reais", "PROPOSAL", 5_020_000, "BRL", "null").replace(account.toString(), without.toString()));
        tableIs("-openDealsMrr", "Without", "Acme", "Other");
    }

    private void tableIs(String sort, String... names) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/overviews?sort=" + sort)
                .then()
                .body("items.name", contains(names)));
    }

    @Test
    void showsAHundredDealsAndSaysThatThereAreMore() {
        for (int i = 1; i <= 103; i++) {
            pipeline.send(
                    tenant, "DEAL", UUID.randomUUID(), 1, deal("No. " + i, "PROPOSAL", 10_000 * i, "BRL", "null"));
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> read().extract().path("account.openDealsCount").equals(103));
        read().body("openDeals.size()", equalTo(100))
                .body("openDeals[0].title", equalTo("No. 103"))
                .body("openDeals[99].title", equalTo("No. 4"))
                .body("account.unconvertedDeals", equalTo(0));
    }

    @Test
    void saysNothingWhereThereIsNoDeal() {
        read().body("openDeals.size()", equalTo(0))
                .body("account.openDealsMrr", nullValue())
                .body("account.openDealsCount", equalTo(0));
    }

    private void rate(String currency, LocalDate ratedOn, String rate) {
        accounts.send(
                tenant,
                "FX_RATE",
                UUID.randomUUID(),
                1,
                "{\"currency\":\"%s\",\"ratedOn\":\"%s\",\"rate\":\"%s\"}".formatted(currency, ratedOn, rate));
    }

    private String deal(String title, String stage, long mrrE4, String currency, String closedAt) {
        return """
                {"accountId":"%s","type":"UPSELL","stage":"%s","title":"%s","expectedMrrE4":%d,"oneOffE4":0,"currency":"%s","nextStep":{"text":"Call","on":"2026-05-01"},
                 "openedAt":"2026-03-01T12:00:00Z","enteredStageAt":"2026-03-02T12:00:00Z","closedAt":%s,"contractSync":"NOT_APPLICABLE","isArchived":false}""".formatted(account, stage, title, mrrE4, currency, closedAt);
    }

    private ValidatableResponse read() {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/overviews/" + account)
                .then();
    }
}
