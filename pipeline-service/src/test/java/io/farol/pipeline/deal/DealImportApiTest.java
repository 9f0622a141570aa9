package io.farol.pipeline.deal;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.pipeline.Caller;
import io.farol.pipeline.Imported;
import io.farol.pipeline.Known;
import io.farol.pipeline.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class DealImportApiTest {
    private static final String HEADER =
            "externalId,title,type,stage,accountExternalId,hypothesis,expectedMrr,currency,expectedCloseOn,openedOn,enteredStageOn,closedOn,reasons\n";

    private final Caller admin = Caller.ofNewTenant();
    private final String account = Known.account(admin.tenant(), "Acme");

    @Test
    void takesDealsInAnyStageAndListsWhatItPassedOver() {
        JsonPath job = load(HEADER
                + "D-1,More seats,UPSELL,NEGOTIATION,A-" + account
                + ",They grow,1000.50,BRL,2026-06-30,2026-01-10,2026-03-01,,\n"
                + "D-2,Old win,CROSS_SELL,EXPAND_WON,A-" + account
                + ",,500.00,BRL,,2025-01-10,,2025-02-01,TIMING;URGENCY\n"
                + "D-3,Nobody's,UPSELL,OPPORTUNITY,,,,,,,,,\n");
        assertEquals("SUCCEEDED", job.getString("state"), job.prettify());
        assertEquals(3, job.getInt("rowsAccepted"));

        admin.get("/v1/deals/by-external-id/D-1")
                .body("stage", equalTo("NEGOTIATION"))
                .body("isImported", equalTo(true))
                .body("mrr.amount", equalTo("1000.50"))
                .body("accountName", equalTo("Acme"))
                .body("openedAt", equalTo("2026-01-10T15:00:00Z"))
                .body("waivedRequirements.code", hasItems("NO_CONFIRMATION", "PROPOSAL_NOT_SENT", "NO_NEXT_STEP"))
                .body("waivedRequirements.code", not(hasItems("NO_HYPOTHESIS")))
                .body("waivedRequirements.code", not(hasItems("NO_ACCEPTANCE")));
        String won = admin.get("/v1/deals/by-external-id/D-2")
                .body("contractSync", equalTo("NOT_APPLICABLE"))
                .body("wonOn", equalTo("2025-02-01"))
                .body("closedFrom", equalTo("FORECAST"))
                .extract()
                .path("id");
        admin.get("/v1/deals/" + won + "/stage-changes")
                .body("items[0].reasons", equalTo(List.of("TIMING", "URGENCY")))
                .body("items[0].toStage", equalTo("EXPAND_WON"));
        assertEquals(List.of("CREATED 1"), Outside.events(won));
    }

    @Test
    void keepsADealWithoutAccountWhereItIs() {
        load(HEADER + "D-3,Nobody's,UPSELL,NEGOTIATION,,,,,2026-06-30,,,,\n");
        String id = admin.get("/v1/deals/by-external-id/D-3")
                .body("accountId", nullValue())
                .extract()
                .path("id");
        String wish =
                "{\"toStage\":\"FORECAST\",\"acceptance\":{\"means\":\"CALL\",\"acceptedOn\":\"2026-04-01\",\"acceptedBy\":\"Eva\"}}";

        admin.post("/v1/deals/" + id + "/stage-changes", "\"1\"", wish)
                .statusCode(422)
                .body("errors.code", equalTo(List.of("NO_ACCOUNT")));

        admin.patch("/v1/deals/" + id, "\"1\"", "{\"accountId\":\"%s\"}".formatted(account))
                .statusCode(200);
        admin.post("/v1/deals/" + id + "/stage-changes", "\"2\"", wish).statusCode(201);
    }

    @Test
    void writesNothingForTheSameFileAndFollowsAChangedOne() {
        String file =
                HEADER + "D-1,More seats,UPSELL,OPPORTUNITY,A-" + account + ",They grow,10.00,BRL,,2026-01-10,,,\n";
        load(file);
        String id = admin.get("/v1/deals/by-external-id/D-1").extract().path("id");

        assertEquals(1, load(file).getInt("rowsUnchanged"));
        assertEquals(
                1,
                load(file.replace("OPPORTUNITY", "LOST").replace("2026-01-10,,,", "2026-01-10,,2026-02-01,NO_BUDGET"))
                        .getInt("rowsAccepted"));

        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(id));
        admin.get("/v1/deals/" + id).body("stage", equalTo("LOST")).body("closedFrom", equalTo("OPPORTUNITY"));
    }

    @Test
    void leavesADealWherePeoplePutIt() {
        String file =
                HEADER + "D-1,More seats,UPSELL,OPPORTUNITY,A-" + account + ",They grow,10.00,BRL,,2026-01-10,,,\n";
        load(file);
        String id = admin.get("/v1/deals/by-external-id/D-1").extract().path("id");
        admin.post(
                        "/v1/deals/" + id + "/stage-changes",
                        "\"1\"",
                        "{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\"]}}")
                .statusCode(201);

        JsonPath job = load(file.replace("More seats", "Other"));

        assertEquals("FAILED", job.getString("state"));
        admin.get("/v1/deals/imports/" + job.getString("id") + "/errors")
                .body("items[0].code", equalTo("STAGE_NOT_REACHABLE"));
    }

    @Test
    void namesEveryFault() {
        JsonPath job = load(HEADER + "D-1,More seats,RENEWAL,NOWHERE,A-none,,1000.50,,,2026-01-10,2025-01-01,,\n");

        assertEquals("FAILED", job.getString("state"));
        admin.get("/v1/deals/imports/" + job.getString("id") + "/errors")
                .body("items.field", hasItems("type", "stage", "accountExternalId", "currency", "enteredStageOn"));
    }

    private JsonPath load(String csv) {
        return Imported.csv(admin, "/v1/deals/imports", csv);
    }
}
