package io.farol.pipeline.funnel;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.farol.pipeline.Caller;
import io.farol.pipeline.Known;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class FunnelApiTest {
    private final Caller csm = Caller.ofNewTenant().as("csm");
    private final Known.Client client = Known.client(csm.tenant());

    @Test
    void showsTheStagesWithTheirCardsAndSums() {
        deal("One", "1000.00", "BRL");
        deal("Two", "500.55", "BRL");
        deal("Three", "70.00", "USD");

        csm.get("/v1/funnel")
                .statusCode(200)
                .body(
                        "columns.key",
                        equalTo(List.of(
                                "EXPAND_MAP",
                                "OPPORTUNITY",
                                "PROPOSAL",
                                "NEGOTIATION",
                                "FORECAST",
                                "EXPAND_WON",
                                "LOST",
                                "DISMISSED")))
                .body("columns[0].label", equalTo("Expand map"))
                .body("columns[0].count", equalTo(3))
                .body("columns[0].probability", equalTo(0.1f))
                .body("columns[0].probabilityBasis", equalTo("PRIOR"))
                .body("columns[0].amounts.currency", equalTo(List.of("BRL", "USD")))
                .body("columns[0].amounts[0].mrr.amount", equalTo("1500.55"))
                .body("columns[0].amounts[0].weightedMrr.amount", equalTo("150.06"))
                .body("columns[0].items.title", equalTo(List.of("One", "Two", "Three")))
                .body("columns[0].items[0].weightedMrr.amount", equalTo("100.00"))
                .body("columns[0].averageDaysInStage", equalTo(0))
                .body("columns[1].averageDaysInStage", nullValue())
                .body("totals.count", equalTo(3))
                .body("totals.amounts[1].mrr.amount", equalTo("70.00"))
                .body("asOf", notNullValue())
                .body("freshness", notNullValue());
    }

    @Test
    void speaksPortuguese() {
        csm.request()
                .header("Accept-Language", "pt-BR")
                .get("/v1/funnel")
                .then()
                .body("columns[5].label", equalTo("Ganho"));
    }

    @Test
    void pagesOneColumnAndFiltersAll() {
        deal("One", "1.00", "BRL");
        deal("Two", "2.00", "BRL");
        String next = csm.get("/v1/funnel?pageSize=1&sort=-mrr")
                .body("columns[0].items.title", equalTo(List.of("Two")))
                .body("columns[0].count", equalTo(2))
                .extract()
                .path("columns[0].nextPageToken");

        csm.get("/v1/funnel?pageSize=1&sort=-mrr&column=EXPAND_MAP&pageToken=" + next)
                .statusCode(200)
                .body("columns", hasSize(1))
                .body("columns[0].items.title", equalTo(List.of("One")))
                .body("columns[0].count", equalTo(2))
                .body("columns[0].nextPageToken", nullValue());
        csm.get("/v1/funnel?mrrFrom=2").body("columns[0].count", equalTo(1)).body("totals.count", equalTo(1));
        csm.get("/v1/funnel?pageToken=" + next).statusCode(400).body("code", equalTo("INVALID_PAGE_TOKEN"));
        csm.get("/v1/funnel?column=NOWHERE").statusCode(400).body("code", equalTo("UNKNOWN_VALUE"));
    }

    @Test
    void keepsTheOrderThatPeopleMake() {
        String one = deal("One", "1.00", "BRL");
        String two = deal("Two", "2.00", "BRL");
        String three = deal("Three", "3.00", "BRL");

        csm.post("/v1/deals/" + three + "/positions", "\"1\"", "{\"afterDealId\":\"%s\"}".formatted(one))
                .statusCode(201);
        titles().body("columns[0].items.title", equalTo(List.of("One", "Three", "Two")));
        csm.post("/v1/deals/" + two + "/positions", "\"1\"", "{\"afterDealId\":null}")
                .statusCode(201);
        titles().body("columns[0].items.title", equalTo(List.of("Two", "One", "Three")));
    }

    /** Between two neighbours there is room for twenty halvings; then the stage is numbered anew, and the order stays. */
    @Test
    void findsRoomBetweenTwoNeighboursAgainAndAgain() {
        String first = deal("First", "1.00", "BRL");
        String one = deal("One", "1.00", "BRL");
        String two = deal("Two", "1.00", "BRL");
        int version = 1;
        for (int i = 0; i < 30; i++) {
            String moved = i % 2 == 0 ? two : one;
            csm.post(
                            "/v1/deals/" + moved + "/positions",
                            "\"" + version + "\"",
                            "{\"afterDealId\":\"%s\"}".formatted(first))
                    .statusCode(201);
            version += i % 2;
        }

        titles().body("columns[0].items.title", equalTo(List.of("First", "One", "Two")));
    }

    @Test
    void marksCardsThatStandTooLongOrWhoseNextStepIsOver() {
        csm.made("/v1/deals", """
                {"title":"Old","type":"UPSELL","accountId":"%s","hypothesis":"They grow","nextStep":{"text":"Call","on":"2026-04-01"}}""".formatted(client.account()));
        Known.businessDate(
                csm.tenant(), LocalDate.now(ZoneId.of("America/Sao_Paulo")).plusDays(61));

        csm.get("/v1/funnel")
                .body("columns[0].items[0].isStalled", equalTo(true))
                .body("columns[0].items[0].isOverdue", equalTo(true))
                .body("columns[0].items[0].daysInStage", equalTo(61))
                .body("columns[0].stalledCount", equalTo(1))
                .body("totals.overdueCount", equalTo(1));
        Known.businessDate(
                csm.tenant(), LocalDate.now(ZoneId.of("America/Sao_Paulo")).plusDays(60));
        csm.get("/v1/funnel").body("columns[0].stalledCount", equalTo(0));
    }

    private ValidatableResponse titles() {
        return csm.get("/v1/funnel").statusCode(200);
    }

    private String deal(String title, String mrr, String currency) {
        return csm.made("/v1/deals", """
                {"title":"%s","type":"UPSELL","accountId":"%s","hypothesis":"They grow","expectedMrr":{"amount":"%s","currency":"%s"}}""".formatted(title, client.account(), mrr, currency));
    }
}
