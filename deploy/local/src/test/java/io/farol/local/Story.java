package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.feed.v1.Event;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A portfolio is imported, a new customer is onboarded and has its first value; every step shows in the figures and is read back through the feeds by a partner. All through the edge, with Keycloak's tokens. */
final class Story {
    private static final String TENANT = "boreal";
    private static final String LINES =
            "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn\n";

    private final LocalDate today = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
    private final Platform platform;
    private final FarolApi csm;
    private final FarolApi partner;

    Story(Platform platform) {
        this.platform = platform;
        this.csm = platform.as("csm@" + TENANT);
        this.partner = platform.as(Realm.integration(TENANT));
    }

    void tell() {
        importsAPortfolio();
        JsonNode onboarding = onboardsTheNewCustomer();
        hasItsFirstValue(onboarding);
    }

    /** Acme pays 1,000.00 since January, Nova 500.50 from today on. */
    private void importsAPortfolio() {
        partner.load("accounts", "externalId,name\nS-1,Acme\nS-2,Nova\n");
        partner.load(
                "contract-lines",
                "?createProducts=true",
                LINES + "SL-1,SC-1,S-1,SEATS,10,100.00,BRL,1,2026-01-01\nSL-2,SC-2,S-2,SEATS,1,500.50,BRL,1," + today
                        + "\n");

        YearMonth month = YearMonth.from(today);
        JsonNode statement = eventually(
                () -> csm.get("/v1/mrr/statement?from=" + month + "&to=" + month)
                        .expect(200)
                        .json()
                        .at("/months/0"),
                line -> line.path("closing").asText().equals("1500.50"));
        assertEquals("1000.00", statement.path("opening").asText());
        assertEquals("500.50", statement.path("new").asText());
        assertEquals(2, told("CONTRACT").size());
    }

    private JsonNode onboardsTheNewCustomer() {
        JsonNode opened = eventually(
                () -> csm.get("/v1/onboardings").expect(200).json().path("items"), items -> !items.isEmpty());

        assertEquals(1, opened.size(), "Acme is no new customer: " + opened);
        JsonNode onboarding = opened.get(0);
        assertEquals("Nova", onboarding.path("accountName").asText());
        assertEquals("TRIAGE", onboarding.path("phase").asText());
        Event event = toldByOnboarding(onboarding).getFirst();
        assertEquals("FIRST", field(event, "kind"));
        assertEquals(onboarding.path("accountId").asText(), field(event, "accountId"));
        return onboarding;
    }

    /** In whatever phase it comes; it activates the account. */
    private void hasItsFirstValue(JsonNode onboarding) {
        String path = "/v1/onboardings/" + onboarding.path("id").asText();
        String etag = csm.get(path).expect(200).header("ETag");
        csm.post(
                        path + "/first-values",
                        "{\"evidencedOn\":\"" + today
                                + "\",\"kind\":\"CLIENT_CONFIRMED\",\"evidence\":\"First month closed\"}",
                        Map.of("Content-Type", "application/json", "If-Match", etag))
                .expect(201);

        String account = "/v1/accounts/" + onboarding.path("accountId").asText();
        eventually(
                () -> csm.get(account).expect(200).json(),
                one -> one.path("activatedOn").asText().equals(today.toString()));
        assertEquals(today.toString(), field(toldByOnboarding(onboarding).getLast(), "firstValueOn"));
        Event activated = told("ACCOUNT").stream()
                .filter(event -> event.getAggregateId()
                        .equals(onboarding.path("accountId").asText()))
                .toList()
                .getLast();
        assertEquals(today.toString(), field(activated, "activatedOn"));
        JsonNode overview = eventually(
                () -> csm.get("/v1/overviews/" + onboarding.path("accountId").asText())
                        .expect(200)
                        .json(),
                answer -> answer.at("/account/status").asText().equals("ACTIVE"));
        assertEquals("500.50", overview.at("/revenue/mrr/amount").asText());
    }

    private List<Event> told(String aggregateType) {
        return FeedReader.accounts(platform.port(), partner.token()).stream()
                .filter(event -> event.getAggregateType().equals(aggregateType))
                .toList();
    }

    private List<Event> toldByOnboarding(JsonNode onboarding) {
        return FeedReader.onboarding(platform.port(), partner.token()).stream()
                .filter(event ->
                        event.getAggregateId().equals(onboarding.path("id").asText()))
                .toList();
    }

    private static String field(Event event, String name) {
        return event.getPayload().getFieldsOrThrow(name).getStringValue();
    }

    private static JsonNode eventually(Supplier<JsonNode> question, Predicate<JsonNode> isAsExpected) {
        JsonNode answer = question.get();
        for (int second = 0; second < 120 && !isAsExpected.test(answer); second++) {
            LockSupport.parkNanos(1_000_000_000L);
            answer = question.get();
        }
        assertTrue(isAsExpected.test(answer), answer.toString());
        return answer;
    }
}
