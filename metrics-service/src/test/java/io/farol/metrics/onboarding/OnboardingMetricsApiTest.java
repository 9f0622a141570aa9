package io.farol.metrics.onboarding;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.metrics.LedgerRows;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time to First Value, activation rate and the onboarding of an account's page, from events worked out by hand. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class OnboardingMetricsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARCH = "?from=2026-03&to=2026-03&asOf=2026-04-15";

    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private long position;

    @Inject
    Instance<FeedSubscriber> subscribers;

    @Inject
    TenantTransaction transactions;

    /** Acme: 60 days, 10 of them paused; Bela: 30; Cita: 21; Dora is on her way; Erva was taken back, Fina's was for a product. */
    @BeforeEach
    void aPortfolio() {
        LedgerRows rows = LedgerRows.of(tenant).knownAt("2026-04-01T00:00:00Z", 10, 1);
        for (String name : List.of("Acme", "Bela", "Cita", "Dora", "Erva", "Fina")) {
            rows.account(name);
        }
        rows.group("Acme", "sector", "ever", "", "Retail").group("Bela", "sector", "ever", "", "Retail");
        tell(
                onboarding("Acme", 5, "2026-01-12", "2026-01-10", "\"2026-03-11\"", "IN_PROGRESS")
                        .replace("\"pauses\":[]", """
                                "pauses":[{"fromOn":"2026-02-01","untilOn":"2026-02-08"},{"fromOn":"2026-03-08","untilOn":"2026-03-20"}]"""),
                onboarding("Bela", 1, "2026-02-10", "2026-02-10", "\"2026-03-12\"", "COMPLETED"),
                onboarding("Cita", 1, "2026-03-01", "2026-03-01", "\"2026-03-22\"", "IN_PROGRESS"),
                onboarding("Dora", 1, "2026-03-05", "2026-03-05", "null", "PAUSED"),
                onboarding("Erva", 2, "2026-03-06", "2026-03-06", "null", "CANCELLED")
                        .replace("\"endReason\":null", "\"endReason\":\"OLD_CLIENT\""),
                onboarding("Fina", 1, "2026-03-07", "2026-03-07", "\"2026-03-08\"", "IN_PROGRESS")
                        .replace("\"productId\":null", "\"productId\":\"" + UUID.randomUUID() + "\""));
    }

    @Test
    void measuresTheTimeToFirstValue() {
        metric("ttfv_days" + MARCH)
                .statusCode(200)
                .body("unit", equalTo("DAYS"))
                .body("convention", equalTo("GROSS"))
                .body("series[0].value", equalTo("37.000000"))
                .body("series[0].numerator", equalTo("111"))
                .body("series[0].denominator", equalTo("3"))
                .body("series[0].median", equalTo("30.000000"))
                .body("series[0].p75", equalTo("45.000000"))
                .body("series[0].p90", equalTo("54.000000"))
                .body("series[0].n", equalTo(3))
                .body("series[0].excluded", equalTo(1))
                .body("series[0].flags", contains("CENSORED"))
                .body("freshness.source", contains("accounts", "onboarding"))
                .body("freshness[1].position", nullValue());
        metric("ttfv_days" + MARCH + "&convention=NET")
                .body("series[0].value", equalTo("33.666667"))
                .body("series[0].median", equalTo("30.000000"))
                .body("series[0].p75", equalTo("40.000000"));
        metric("ttfv_days?from=2026-01&to=2026-02&asOf=2026-04-15")
                .body("series.value", contains(nullValue(), nullValue()))
                .body("series.excluded", contains(1, 2))
                .body("series[0].flags", contains("NO_FIRST_VALUE", "CENSORED"))
                .body("series[0].median", nullValue());
        metric("ttfv_days" + MARCH + "&window=12").body("series[0].n", equalTo(3));
    }

    @Test
    void countsWhoIsPastFirstValueByCohortOfEntry() {
        metric("activation_rate?from=2026-01&to=2026-04&asOf=2026-04-15")
                .statusCode(200)
                .body("series.value", contains("1.000000", "1.000000", "0.500000", null))
                .body("series.n", contains(1, 1, 2, 0))
                .body("series[3].flags", hasItems("NO_DENOMINATOR"));
        metric("activation_rate?from=2026-02&to=2026-02&asOf=2026-03-11").body("series[0].value", equalTo("0.000000"));
        metric("activation_rate?from=2026-01&to=2026-03&granularity=QUARTER&asOf=2026-04-15")
                .body("series[0].value", equalTo("0.750000"));
    }

    @Test
    void groupsFiltersAndExplains() {
        metric("ttfv_days" + MARCH + "&groupBy=sector")
                .body("series.group", contains("Retail", "NONE"))
                .body("series.value", contains("45.000000", "21.000000"))
                .body("series.excluded", contains(0, 1));
        metric("ttfv_days" + MARCH + "&sector=Retail").body("series[0].value", equalTo("45.000000"));
        metric("activation_rate" + MARCH + "&sector=Retail").body("series[0].n", equalTo(0));
        metric("ttfv_days/explain?period=2026-03&asOf=2026-04-15&sort=accountName")
                .statusCode(200)
                .body("items.accountName", contains("Acme", "Bela", "Cita"))
                .body("items.numerator", contains("60", "30", "21"))
                .body("items.denominator", contains("1", "1", "1"));
        metric(
                        "ttfv_days/explain?period=2026-03&asOf=2026-04-15&groupBy=sector&group=Retail&convention=NET&sort=accountName")
                .body("items.numerator", contains("50", "30"));
        metric("activation_rate/explain?period=2026-03&asOf=2026-04-15")
                .body("items.accountName", containsInAnyOrder("Cita", "Dora"));
        metric("ttfv_days" + MARCH + "&groupBy=product").statusCode(400);
        metric("").body("items.find { it.key == 'ttfv_days' }.source", equalTo("onboarding"));
    }

    @Test
    void givesAnAnswerAgainAfterItHasLearntMore() {
        Response then = metric("ttfv_days" + MARCH).extract().response();
        tell(onboarding("Dora", 2, "2026-03-05", "2026-03-05", "\"2026-03-10\"", "IN_PROGRESS"));

        assertNotEquals(
                then.path("series[0].value").toString(),
                metric("ttfv_days" + MARCH).extract().path("series[0].value").toString());
        String again = metric("ttfv_days" + MARCH + "&knownAt=" + then.path("knownAt"))
                .extract()
                .asString();
        assertEquals(
                then.path("series").toString(),
                io.restassured.path.json.JsonPath.from(again).get("series").toString());
        assertEquals(
                again,
                metric("ttfv_days" + MARCH + "&knownAt=" + then.path("knownAt"))
                        .extract()
                        .asString());
        assertEquals(
                then.path("knownAt").toString(),
                io.restassured.path.json.JsonPath.from(again).getString("knownAt"));
    }

    @Test
    void showsItOnTheAccountsPageAndInTheTable() {
        LedgerRows.of(tenant).refreshRows("2026-04-01");

        get("overviews/" + LedgerRows.id("Acme"))
                .statusCode(200)
                .body(
                        "onboarding.onboardingId",
                        equalTo(LedgerRows.id("Acme onboarding").toString()))
                .body("onboarding.phase", equalTo("TRAINING"))
                .body("onboarding.state", equalTo("IN_PROGRESS"))
                .body("onboarding.ownerName", equalTo("Rui"))
                .body("onboarding.firstValueOn", equalTo("2026-03-11"))
                .body("onboarding.ttfvDays", equalTo(60))
                .body("onboarding.openDays", nullValue())
                .body("onboarding.plannedGoLiveOn", equalTo("2026-04-20"))
                .body("onboarding.phases.phase", contains("TRIAGE", "TRAINING"))
                .body("onboarding.etag", equalTo("\"5\""))
                .body("freshness.source", hasItems("accounts", "onboarding"));
        get("overviews/" + LedgerRows.id("Bela")).body("onboarding.state", equalTo("COMPLETED"));
        get("overviews/" + LedgerRows.id("Erva")).body("onboarding", nullValue());
        get("overviews/" + LedgerRows.id("Fina")).body("onboarding", nullValue());
        get("overviews?onboardingPhase=TRAINING&sort=name")
                .body("items.name", contains("Acme", "Cita", "Dora"))
                .body("items.onboardingPhase", contains("TRAINING", "TRAINING", "TRAINING"));
        get("overviews?onboardingPhase=NONE").body("items.name", containsInAnyOrder("Bela", "Erva", "Fina"));
        get("overviews?sort=-onboardingPhase,name")
                .body("items.name", contains("Acme", "Cita", "Dora", "Bela", "Erva", "Fina"));
    }

    @Test
    void followsCancellationsAndForgetsWhenTheFeedBeginsAnew() {
        LedgerRows.of(tenant).refreshRows("2026-04-01");
        tell(onboarding("Dora", 2, "2026-03-05", "2026-03-05", "null", "CANCELLED"));
        get("overviews/" + LedgerRows.id("Dora")).body("onboarding", nullValue());

        transactions.run(new TenantId(tenant), () -> subscriber().reset(new TenantId(tenant)));

        get("overviews?onboardingPhase=TRAINING").body("items", empty());
        metric("ttfv_days" + MARCH).body("series[0].n", equalTo(0)).body("series[0].excluded", equalTo(0));
        tell(onboarding("Bela", 1, "2026-02-10", "2026-02-10", "\"2026-03-12\"", "COMPLETED"));
        metric("ttfv_days" + MARCH).body("series", hasSize(1)).body("series[0].value", equalTo("30.000000"));
    }

    private static String onboarding(
            String account, long version, String startedOn, String clockStartsOn, String firstValueOn, String state) {
        boolean isEnded = state.equals("COMPLETED") || state.equals("CANCELLED");
        return """
                {"id":"%s","version":%d,"accountId":"%s","productId":null,"kind":"FIRST","phase":"TRAINING","state":"%s","startedOn":"%s","clockStartsOn":"%s","firstValueOn":%s,
                 "plannedFirstValueOn":null,"plannedGoLiveOn":"2026-04-20","ownerName":"Rui","endedOn":%s,"endReason":null,"pauses":[],
                 "phases":[{"phase":"TRIAGE","state":"DONE","plannedStartsOn":null,"plannedEndsOn":null,"startedOn":"2026-01-12","endedOn":"2026-01-20"},
                           {"phase":"TRAINING","state":"IN_PROGRESS","plannedStartsOn":null,"plannedEndsOn":"2026-03-30","startedOn":"2026-01-20","endedOn":null}]}""".formatted(
                        LedgerRows.id(account + " onboarding"),
                        version,
                        LedgerRows.id(account),
                        state,
                        startedOn,
                        clockStartsOn,
                        firstValueOn,
                        isEnded ? "\"2026-04-10\"" : "null");
    }

    /** One batch of the onboarding feed. */
    private void tell(String... states) {
        List<FeedEvent> events = new ArrayList<>();
        for (String state : states) {
            position++;
            try {
                var payload = JSON.readTree(state);
                events.add(new FeedEvent(
                        new TenantId(tenant),
                        "ONBOARDING",
                        UUID.fromString(payload.path("id").asText()),
                        payload.path("version").asLong(),
                        "CHANGED",
                        Instant.EPOCH,
                        Instant.parse("2026-03-01T00:00:00Z"),
                        position,
                        position,
                        payload));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(state, e);
            }
        }
        transactions.run(new TenantId(tenant), () -> subscriber().apply(new TenantId(tenant), events));
    }

    private FeedSubscriber subscriber() {
        return subscribers.stream()
                .filter(one -> one.source().equals("onboarding"))
                .findFirst()
                .orElseThrow();
    }

    private ValidatableResponse metric(String path) {
        return get("metrics/" + path);
    }

    private ValidatableResponse get(String path) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/" + path)
                .then();
    }
}
