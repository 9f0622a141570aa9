package io.farol.accounts.setting;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class SettingsApiTest {

    @Test
    void aNewTenantHasTheDefaults() {
        Caller.ofNewTenant()
                .as("viewer")
                .get("/v1/settings")
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("reportingCurrency", equalTo("BRL"))
                .body("timeZone", equalTo("America/Sao_Paulo"))
                .body("goLiveOn", nullValue());
    }

    @Test
    void anAdministratorChangesThemAndTheFeedLearnsIt() {
        Caller admin = Caller.ofNewTenant();

        admin.patch(
                        "/v1/settings",
                        "\"1\"",
                        "{\"reportingCurrency\":\"USD\",\"goLiveOn\":\"2026-01-01\",\"stateCode\":\"SP\"}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("reportingCurrency", equalTo("USD"));

        admin.get("/v1/settings").body("goLiveOn", equalTo("2026-01-01")).header("ETag", "\"2\"");
        String id = TenantSetting.idOf(admin.tenant()).toString();
        assertEquals(List.of("CHANGED 2"), Outside.events(id));
        assertEquals("\"USD\"", Outside.published(id, "$.reportingCurrency"));
        assertEquals("null", Outside.published(id, "$.businessDate"));
        admin.patch("/v1/settings", "\"1\"", "{\"language\":\"en\"}")
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"))
                .body("currentEtag", equalTo("\"2\""))
                .body("current.reportingCurrency", equalTo("USD"));
        admin.request()
                .body("{\"language\":\"en\"}")
                .patch("/v1/settings")
                .then()
                .statusCode(428);
        admin.patch("/v1/settings", "\"2\"", "{\"reportingCurrency\":\"USD\"}")
                .statusCode(200)
                .header("ETag", "\"2\"");
    }

    @Test
    void saysHowFiguresAreTold() {
        Caller admin = Caller.ofNewTenant();
        admin.get("/v1/settings").body("grossMargin", nullValue()).body("metricConventions", anEmptyMap());

        admin.patch(
                        "/v1/settings",
                        "\"1\"",
                        "{\"grossMargin\":0.80,\"metricConventions\":{\"ltv\":\"TICKET_OVER_CHURN\",\"nrr\":\"COHORT\"}}")
                .statusCode(200)
                .body("grossMargin", equalTo(0.8f))
                .body("metricConventions.ltv", equalTo("TICKET_OVER_CHURN"));
        admin.patch("/v1/settings", "\"2\"", "{\"metricConventions\":{\"nrr\":null,\"grr\":\"ROLL_FORWARD\"}}")
                .statusCode(200)
                .body("metricConventions", equalTo(Map.of("ltv", "TICKET_OVER_CHURN", "grr", "ROLL_FORWARD")));

        String id = TenantSetting.idOf(admin.tenant()).toString();
        assertEquals("\"0.8\"", Outside.published(id, "$.grossMargin"));
        assertEquals("\"ROLL_FORWARD\"", Outside.published(id, "$.metricConventions.grr"));
        assertEquals("180", Outside.published(id, "$.maxFreezeDays"));
        admin.patch("/v1/settings", "\"3\"", "{\"grossMargin\":80}")
                .statusCode(400)
                .body("errors.pointer", contains("/grossMargin"))
                .body("errors.code", contains("OUT_OF_RANGE"));
        admin.patch("/v1/settings", "\"3\"", "{\"metricConventions\":{\"ltv\":\"over churn\",\"N/A\":\"COHORT\"}}")
                .statusCode(400)
                .body("errors.pointer", contains("/metricConventions/N~1A", "/metricConventions/ltv"));
    }

    @Test
    void nobodyElseChangesThem() {
        Caller admin = Caller.ofNewTenant();

        for (String role : List.of("cs-leader", "csm", "viewer", "integration")) {
            admin.as(role)
                    .patch("/v1/settings", "\"1\"", "{\"language\":\"en\"}")
                    .statusCode(403);
        }
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        Caller.ofNewTenant()
                .patch("/v1/settings", "\"1\"", "{\"timeZone\":\"Mars/Olympus\",\"country\":\"BR\"}")
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_TIME_ZONE"))
                .body("errors[0].pointer", equalTo("/timeZone"));
        Caller.ofNewTenant()
                .patch("/v1/settings", "\"1\"", "{\"country\":\"Brasil\",\"colour\":1,\"goLiveOn\":\"01/02/2026\"}")
                .statusCode(400)
                .body("errors", hasSize(3));
    }

    @Test
    void onlyASandboxHasADateOfItsOwnWhichMovesForward() {
        Caller admin = Caller.ofNewTenant();

        admin.patch("/v1/settings", "\"1\"", "{\"businessDate\":\"2026-05-01\"}")
                .statusCode(409)
                .body("code", equalTo("NOT_A_SANDBOX"));

        Outside.makeSandbox(admin.tenant());
        admin.patch("/v1/settings", "\"1\"", "{\"businessDate\":\"2026-05-01\"}")
                .statusCode(200);
        admin.get("/v1/me").statusCode(200).body("tenant.today", equalTo("2026-05-01"));
        admin.patch("/v1/settings", "\"2\"", "{\"businessDate\":\"2026-04-30\"}")
                .statusCode(409)
                .body("code", equalTo("BUSINESS_DATE_BACKWARDS"));
    }

    @Test
    void meSaysWhoCallsAndWhere() {
        Caller csm = Caller.ofNewTenant().as("csm");

        csm.get("/v1/me")
                .statusCode(200)
                .body("name", equalTo("ana@" + csm.tenant()))
                .body("roles", equalTo(List.of("csm")))
                .body("tenant.key", equalTo(csm.tenant()))
                .body("tenant.currency", equalTo("BRL"))
                .body("tenant.locale", equalTo("pt-BR"));
    }

    @Test
    void attributesAreDeclaredOnceAndTheirTypeStays() {
        Caller admin = Caller.ofNewTenant();
        String declaration =
                "{\"key\":\"segment\",\"labelEn\":\"Segment\",\"labelPtBr\":\"Segmento\",\"type\":\"CHOICE\",\"choices\":[\"A\",\"B\"]}";

        String id = admin.made("/v1/settings/attributes", declaration);

        admin.post("/v1/settings/attributes", declaration)
                .statusCode(409)
                .body("code", equalTo("ATTRIBUTE_KEY_TAKEN"))
                .body("existingId", equalTo(id));
        admin.as("viewer")
                .get("/v1/settings/attributes")
                .body("items", hasSize(1))
                .body("items[0].key", equalTo("segment"));
        admin.patch("/v1/settings/attributes/" + id, "\"1\"", "{\"type\":\"TEXT\",\"choices\":[]}")
                .statusCode(400)
                .body("code", equalTo("INVALID_VALUE"));
        admin.made("/v1/accounts", "{\"name\":\"Acme\",\"attributes\":{\"segment\":\"A\"}}");
        admin.patch("/v1/settings/attributes/" + id, "\"1\"", "{\"choices\":[\"B\",\"C\"]}")
                .statusCode(409)
                .body("code", equalTo("CHOICE_IN_USE"));
        admin.patch("/v1/settings/attributes/" + id, "\"1\"", "{\"choices\":[\"A\",\"C\"],\"labelEn\":\"Band\"}")
                .statusCode(200)
                .body("choices", hasItem("C"))
                .header("ETag", "\"2\"");
    }
}
