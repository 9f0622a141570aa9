package io.farol.accounts.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ContractApiTest {
    private final Caller admin = Caller.ofNewTenant();
    private String account = "";
    private String product = "";

    @BeforeEach
    void anAccountAndAProductOnTheTenthOfMay() {
        Outside.makeSandbox(admin.tenant());
        admin.patch("/v1/settings", "\"1\"", "{\"businessDate\":\"2026-05-10\"}")
                .statusCode(200);
        account = admin.made("/v1/accounts", "{\"name\":\"Acme\"}");
        product = admin.made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
    }

    @Test
    void signsAContractWhoseLinesHaveTermsAndMrr() {
        String id = sign("2026-01-01", "2027-01-01", line("L-1", "2026-01-01", "10", "12.00", 12));

        admin.as("viewer")
                .get("/v1/contracts/" + id)
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("accountName", equalTo("Acme"))
                .body("lines[0].productCode", equalTo("CRM"))
                .body("lines[0].terms", hasSize(1))
                .body("lines[0].terms[0].endsOn", equalTo("2027-01-01"))
                .body("lines[0].terms[0].quantity", equalTo("10"))
                .body("lines[0].terms[0].mrr.amount", equalTo("10.00"))
                .body("can", hasSize(0));
        assertEquals(List.of("CREATED 1"), Outside.events(id));
        assertEquals("100000", Outside.published(id, "$.lines[0].terms[0].mrrE4"));
        assertEquals("\"12\"", Outside.published(id, "$.lines[0].terms[0].unitPrice"));
        admin.get("/v1/accounts/" + account).body("state", equalTo("ONBOARDING"));
        admin.get("/v1/contracts?accountId=" + account).body("items[0].lines[0].externalId", equalTo("L-1"));
        admin.get("/v1/contract-lines?product=" + product)
                .body("items[0].mrr.amount", equalTo("10.00"))
                .body("items[0].startsOn", equalTo("2026-01-01"));
    }

    @Test
    void saysAllThatIsWrongWithAContract() {
        admin.post("/v1/contracts", "{\"accountId\":\"" + account + "\",\"termStartsOn\":\"2026-01-01\",\"lines\":[]}")
                .statusCode(400)
                .body("code", equalTo("LINES_REQUIRED"));
        admin.post(
                        "/v1/contracts",
                        contract(
                                "2026-01-01",
                                null,
                                line("L-1", "2026-01-01", "-1", "12.00001", 0)
                                        .replace(product, UuidV7.next().toString())))
                .statusCode(400)
                .body("errors", hasSize(3));
        admin.post(
                        "/v1/contracts",
                        contract("2026-01-01", null, line("L-1", "2026-01-01", "1", "12", 1))
                                .replace(product, UuidV7.next().toString()))
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_REFERENCE"))
                .body("errors[0].pointer", equalTo("/lines/0/productId"));
        admin.post(
                        "/v1/contracts",
                        contract("2026-01-01", null, line("L-1", "2026-01-01", "1", "12", 1))
                                .replace(account, UuidV7.next().toString()))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/accountId"));
    }

    @Test
    void amendsFromADayOnAndKeepsThePast() {
        String id = sign("2026-01-01", null, line("L-1", "2026-01-01", "10", "12.00", 1));
        String lineId = admin.get("/v1/contracts/" + id).extract().path("lines[0].id");

        admin.post(
                        "/v1/contracts/" + id + "/amendments",
                        "\"1\"",
                        "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-03-01\",\"lineId\":\""
                                + lineId + "\",\"quantity\":\"15\"}")
                .statusCode(201)
                .header("ETag", "\"2\"")
                .header("Location", equalTo("/v1/contracts/" + id))
                .body("kind", equalTo("CHANGE_LINE"))
                .body("resource.lines[0].terms.quantity", contains("10", "15"))
                .body("resource.lines[0].terms[1].unitPrice.amount", equalTo("12.00"))
                .body("resource.lines[0].terms[0].endsOn", equalTo("2026-03-01"));

        admin.get("/v1/contracts/" + id + "/amendments").body("items.changeKind", contains("UPSELL"));
        assertEquals(List.of("CREATED 1", "AMENDED 2"), Outside.events(id));
        assertEquals("\"UPSELL\"", Outside.published(id, "$.lines[0].terms[1].changeKind"));
        assertEquals("\"CHANGE_LINE\"", Outside.published(id, "$.amendments[0].kind"));
    }

    @Test
    void refusesWhatCollidesNamingBothSides() {
        String id = sign("2026-01-01", null, line("L-1", "2026-01-01", "10", "12.00", 1));
        String lineId = admin.get("/v1/contracts/" + id).extract().path("lines[0].id");
        String change =
                "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-03-01\",\"lineId\":\""
                        + lineId + "\",\"quantity\":\"15\"}";
        String first = admin.post("/v1/contracts/" + id + "/amendments", "\"1\"", change)
                .extract()
                .path("id");

        admin.post("/v1/contracts/" + id + "/amendments", "\"2\"", change)
                .statusCode(409)
                .body("code", equalTo("AMENDMENTS_OVERLAP"))
                .body("otherAmendmentId", equalTo(first))
                .body("detail", containsString("2026-03-01"));
        admin.post(
                        "/v1/contracts/" + id + "/amendments",
                        "\"2\"",
                        "{\"kind\":\"CANCEL\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2026-02-01\"}")
                .statusCode(409)
                .body("code", equalTo("AMENDMENT_CONTRADICTS"));
        admin.post("/v1/contracts/" + id + "/amendments", "\"1\"", change)
                .statusCode(412)
                .body("currentEtag", equalTo("\"2\""));
        admin.post("/v1/contracts/" + id + "/amendments", change).statusCode(428);
        admin.as("csm")
                .post("/v1/contracts/" + id + "/amendments", "\"2\"", change)
                .statusCode(403);
        assertEquals(List.of("CREATED 1", "AMENDED 2"), Outside.events(id));
    }

    @Test
    void addsRemovesCancelsAndTakesBack() {
        String id = sign("2026-01-01", null, line("L-1", "2026-01-01", "10", "12.00", 1));
        String amendments = "/v1/contracts/" + id + "/amendments";

        String added = admin.post(
                        amendments,
                        "\"1\"",
                        "{\"kind\":\"ADD_LINE\",\"changeKind\":\"CROSS_SELL\",\"effectiveOn\":\"2026-02-01\",\"productId\":\""
                                + product
                                + "\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"50\",\"currency\":\"BRL\"},\"billingPeriodMonths\":1,\"lineExternalId\":\"L-2\"}")
                .statusCode(201)
                .body("resource.lines", hasSize(2))
                .extract()
                .path("lineId");
        admin.post(
                        amendments,
                        "\"2\"",
                        "{\"kind\":\"REMOVE_LINE\",\"changeKind\":\"DOWNSELL\",\"effectiveOn\":\"2026-04-01\",\"lineId\":\""
                                + added + "\",\"churnReason\":\"UNUSED\"}")
                .statusCode(201)
                .body("resource.lines[1].churnReason", equalTo("UNUSED"))
                .body("resource.lines[1].terms[0].endsOn", equalTo("2026-04-01"));
        String cancelled = admin.post(
                        amendments,
                        "\"3\"",
                        "{\"kind\":\"CANCEL\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2026-05-01\",\"churnReason\":\"PRICE\"}")
                .statusCode(201)
                .body("resource.cancelledOn", equalTo("2026-05-01"))
                .body("resource.churnReason", equalTo("PRICE"))
                .extract()
                .path("id");
        admin.get("/v1/accounts/" + account).body("state", equalTo("CHURNED"));
        admin.get("/v1/accounts?state=CHURNED").body("items.id", contains(account));

        admin.post(
                        amendments,
                        "\"4\"",
                        "{\"kind\":\"REVERSE\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2026-05-01\",\"reversesAmendmentId\":\""
                                + cancelled + "\"}")
                .statusCode(201)
                .body("resource.cancelledOn", nullValue())
                .body("resource.lines[0].terms[0].endsOn", nullValue())
                .body("resource.can", hasItem("AMEND"));
        admin.get("/v1/accounts/" + account).body("state", equalTo("ONBOARDING"));
        admin.post(
                        amendments,
                        "\"5\"",
                        "{\"kind\":\"REVERSE\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2026-05-01\",\"reversesAmendmentId\":\""
                                + cancelled + "\"}")
                .statusCode(409)
                .body("code", equalTo("AMENDMENT_NOT_REVERSIBLE"));
    }

    @Test
    void renewsBeyondItsTerm() {
        String id = sign("2026-01-01", "2026-07-01", line("L-1", "2026-01-01", "10", "12.00", 1));

        admin.post(
                        "/v1/contracts/" + id + "/amendments",
                        "\"1\"",
                        "{\"kind\":\"RENEW\",\"changeKind\":\"RENEWAL\",\"effectiveOn\":\"2026-07-01\",\"termEndsOn\":\"2027-07-01\"}")
                .statusCode(201)
                .body("resource.termEndsOn", equalTo("2027-07-01"))
                .body("resource.lines[0].terms[0].endsOn", equalTo("2027-07-01"));
    }

    @Test
    void aRequestKeyWorksOnceForEver() {
        String id = sign("2026-01-01", null, line("L-1", "2026-01-01", "10", "12.00", 1));
        String cancel =
                "{\"kind\":\"CANCEL\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2026-06-01\",\"requestKey\":\"deal-7\"}";

        String first = admin.post("/v1/contracts/" + id + "/amendments", "\"1\"", cancel)
                .statusCode(201)
                .extract()
                .path("id");

        admin.post("/v1/contracts/" + id + "/amendments", "\"1\"", cancel)
                .statusCode(201)
                .body("id", equalTo(first));
        admin.post("/v1/contracts/" + id + "/amendments", "\"1\"", cancel.replace("2026-06", "2026-07"))
                .statusCode(422)
                .body("code", equalTo("REQUEST_KEY_REUSED"));
        assertEquals(List.of("CREATED 1", "AMENDED 2"), Outside.events(id));
    }

    @Test
    void aRequestKeyIsOfOneRequestWhateverItsDecimals() {
        String id = sign("2026-01-01", null, line("L-1", "2026-01-01", "10", "12.00", 1));
        String lineId = admin.get("/v1/contracts/" + id).extract().path("lines[0].id");
        String change =
                "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-03-01\",\"requestKey\":\"deal-8\",\"lineId\":\""
                        + lineId + "\",\"quantity\":\"12\",\"unitPrice\":{\"amount\":\"10.50\",\"currency\":\"BRL\"}}";
        String amendments = "/v1/contracts/" + id + "/amendments";
        String first = admin.post(amendments, "\"1\"", change)
                .statusCode(201)
                .extract()
                .path("id");

        admin.post(amendments, "\"1\"", change.replace("10.50", "10.5").replace("\"12\"", "\"12.0\""))
                .statusCode(201)
                .body("id", equalTo(first));
        for (String other : List.of(
                change.replace("10.50", "10.51"),
                change.replace("\"12\"", "\"13\""),
                change.replace("BRL", "USD"),
                change.replace("{\"kind", "{\"note\":\"x\",\"kind"))) {
            admin.post(amendments, "\"1\"", other).statusCode(422).body("code", equalTo("REQUEST_KEY_REUSED"));
        }
    }

    @Test
    void linesRunInsideTheTerm() {
        String ended = line("L-2", "2026-06-01", "1", "10", 1).replace("}", ",\"endsOn\":\"2027-01-02\"}");
        ended = ended.replace("\"BRL\",\"endsOn\":\"2027-01-02\"}", "\"BRL\"}");
        String lines =
                line("L-1", "2025-12-31", "1", "10", 1) + "," + ended + "," + line("L-3", "2027-01-01", "1", "10", 1);
        admin.post("/v1/contracts", contract("2026-01-01", "2027-01-01", lines))
                .statusCode(400)
                .body("errors.pointer", contains("/lines/0/startsOn", "/lines/1/endsOn", "/lines/2/startsOn"))
                .body("errors[0].code", equalTo("LINE_OUTSIDE_TERM"));
        String renewing = contract("2026-01-01", "2027-01-01", ended)
                .replace("{\"accountId", "{\"isAutoRenewing\":true,\"accountId");
        String id = admin.made("/v1/contracts", renewing);

        admin.post("/v1/contracts/" + id + "/amendments", "\"1\"", """
                {"kind":"ADD_LINE","changeKind":"CROSS_SELL","effectiveOn":"2025-12-31","productId":"%s","quantity":"1","unitPrice":{"amount":"1","currency":"BRL"},"billingPeriodMonths":1}""".formatted(product))
                .statusCode(409)
                .body("code", equalTo("AMENDMENT_OUTSIDE_TERM"));
        admin.post(
                        "/v1/contracts",
                        contract("2026-01-01", null, line("L-9", "2026-01-01", "1", "10", 1))
                                .replace(
                                        "{\"accountId",
                                        "{\"readjustment\":{\"index\":\"IPCA\",\"floor\":0.08,\"cap\":0.05},\"accountId"))
                .statusCode(400)
                .body("errors.pointer", contains("/readjustment/floor"))
                .body("errors.code", contains("READJUSTMENT_FLOOR_ABOVE_CAP"));
    }

    @Test
    void theFeedTellsAContractWhole() {
        String id = admin.made(
                "/v1/contracts",
                contract("2026-01-01", "2026-07-01", line("L-1", "2026-01-01", "1", "12.00", 1))
                        .replace("\"lines\"", """
                                "readjustment":{"index":"IPCA","anniversaryMonth":3,"lagMonths":2,"floor":0,"cap":0.045},"lines\""""));
        admin.post("/v1/contracts/" + id + "/amendments", "\"1\"", """
                {"kind":"RENEW","changeKind":"RENEWAL","effectiveOn":"2026-07-01","termEndsOn":"2027-07-01","isAutoRenewing":true}""").statusCode(201);

        assertEquals("3", Outside.published(id, "$.anniversaryMonth"));
        assertEquals("2", Outside.published(id, "$.readjustmentLagMonths"));
        assertEquals("\"0\"", Outside.published(id, "$.readjustmentFloor"));
        assertEquals("\"0.045\"", Outside.published(id, "$.readjustmentCap"));
        assertEquals("null", Outside.published(id, "$.fixedReadjustment"));
        assertEquals("\"2027-07-01\"", Outside.published(id, "$.amendments[0].termEndsOn"));
        assertEquals("true", Outside.published(id, "$.amendments[0].isAutoRenewing"));
        assertEquals("null", Outside.published(id, "$.amendments[0].reversedById"));
    }

    @Test
    void stateFollowsFromContractsFreezesAndActivationInViewsAndFilters() {
        sign("2026-05-11", null, line("L-1", "2026-05-11", "1", "10", 1));
        expectState("PROSPECT");
        sign("2026-05-01", null, line("L-2", "2026-05-01", "1", "10", 1));
        expectState("ONBOARDING");
        admin.patch("/v1/accounts/" + account, "\"1\"", "{\"activatedOn\":\"2026-05-10\"}")
                .statusCode(200);
        expectState("ACTIVE");
        admin.post(
                        "/v1/accounts/" + account + "/freezes",
                        "\"2\"",
                        "{\"from\":\"2026-05-10\",\"until\":\"2026-05-11\",\"reason\":\"x\"}")
                .statusCode(201);
        expectState("FROZEN");
        admin.delete("/v1/accounts/" + account, "\"3\"").body("code", equalTo("ACCOUNT_UNDER_CONTRACT"));
        admin.patch("/v1/accounts/" + account, "\"3\"", "{\"activatedOn\":null}")
                .statusCode(200);
        admin.patch("/v1/settings", "\"2\"", "{\"businessDate\":\"2026-05-11\",\"goLiveOn\":\"2026-05-02\"}")
                .statusCode(200);
        expectState("ACTIVE");
        admin.patch("/v1/settings", "\"3\"", "{\"reportingCurrency\":\"USD\"}")
                .statusCode(409)
                .body("code", equalTo("REPORTING_CURRENCY_FIXED"));
    }

    private void expectState(String state) {
        admin.get("/v1/accounts/" + account).body("state", equalTo(state));
        for (String candidate : List.of("PROSPECT", "ONBOARDING", "ACTIVE", "FROZEN", "CHURNED")) {
            admin.get("/v1/accounts?state=" + candidate).body("items", hasSize(candidate.equals(state) ? 1 : 0));
        }
    }

    private String sign(String from, @org.jspecify.annotations.Nullable String until, String line) {
        return admin.made("/v1/contracts", contract(from, until, line));
    }

    private String contract(String from, @org.jspecify.annotations.Nullable String until, String line) {
        return "{\"accountId\":\"" + account + "\",\"termStartsOn\":\"" + from + "\","
                + (until == null ? "" : "\"termEndsOn\":\"" + until + "\",") + "\"lines\":[" + line + "]}";
    }

    private String line(String externalId, String startsOn, String quantity, String price, int months) {
        return "{\"externalId\":\"" + externalId + "\",\"productId\":\"" + product + "\",\"quantity\":\"" + quantity
                + "\",\"unitPrice\":{\"amount\":\"" + price + "\",\"currency\":\"BRL\"},\"billingPeriodMonths\":"
                + months
                + ",\"startsOn\":\"" + startsOn + "\"}";
    }
}
