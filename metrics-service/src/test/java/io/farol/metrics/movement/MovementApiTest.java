package io.farol.metrics.movement;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ledger by day: from where it is seen, page by page, and as it is shown. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class MovementApiTest {
    private static final String DAYS = "from=2026-01-01&to=2026-12-31&asOf=2026-07-01";

    @Test
    void saysFromWhereItIsSeen() {
        LedgerRows.of("seen")
                .knownAt("2026-07-02T12:00:00Z", 4711, 0xa1f)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-05", "", "100", "")
                .learn("Acme");

        assertEquals(
                """
                {"items":[{"accountId":"%s","accountName":"Acme","day":"2026-01-05","kind":"NEW","subKind":null,"amount":{"amount":"100.00","currency":"BRL"},"lineId":"%s","amendmentId":null,\
                "freezeId":null,"churnReason":null,"learntAt":"2026-07-02T12:00:00Z"}],"nextPageToken":null,"currency":"BRL","convention":{"frozen":"WHILE_BILLED"},"asOf":"2026-07-01",\
                "knownAt":"2026-07-02T12:00:00Z","unconvertedLines":0,"freshness":[{"source":"accounts","position":"acc.e1.a1f.4711","isCaughtUp":true,"lagSeconds":0}]}""".formatted(LedgerRows.id("Acme"), LedgerRows.id("CRM")),
                get("seen", DAYS).extract().asString());
        get("seen", DAYS + "&count=true").body("total.value", equalTo(1));
    }

    @Test
    void saysHowManyLinesHaveNoRate() {
        LedgerRows.of("rateless")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .lineIn("EUR", "Acme", "CRM", "2026-01-05", "2026-03-01", "100")
                .learn("Acme");

        get("rateless", "sort=day").body("unconvertedLines", equalTo(1)).body("items", hasSize(0));
        get("rateless", "from=2026-03-01").body("unconvertedLines", equalTo(0));
        get("rateless", "to=2025-12-31").body("unconvertedLines", equalTo(0));
    }

    @Test
    void givesTheSameBytesAgainForAnEarlierKnownAt() {
        LedgerRows rows = threeAccounts("again");
        String before = get("again", DAYS).extract().asString();

        learnMore(rows, "again");

        get("again", DAYS).body("items", hasSize(4)).body("knownAt", equalTo("2026-07-03T08:00:00.000001Z"));
        assertEquals(
                before,
                get("again", DAYS + "&knownAt=2026-07-02T12:00:00Z").extract().asString());
    }

    @Test
    void pagesThroughTheListOfTheFirstMoment() {
        LedgerRows rows = threeAccounts("paged");
        List<String> whole =
                get("paged", DAYS).body("items", hasSize(3)).extract().path("items.lineId");
        List<String> paged = new ArrayList<>();
        String token = get("paged", DAYS + "&pageSize=1").extract().path("nextPageToken");
        paged.addAll(get("paged", DAYS + "&pageSize=1").extract().path("items.lineId"));

        learnMore(rows, "paged");

        while (token != null) {
            ValidatableResponse page = get("paged", DAYS + "&pageSize=1&pageToken=" + token)
                    .statusCode(200)
                    .body("knownAt", equalTo("2026-07-02T12:00:00Z"));
            paged.addAll(page.extract().path("items.lineId"));
            token = page.extract().path("nextPageToken");
        }
        assertEquals(whole, paged);
    }

    @Test
    void refusesATokenOfOtherRowsAnotherMomentOrAnotherTenant() {
        LedgerRows rows = threeAccounts("bound");
        threeAccounts("stranger");
        String token = get("bound", DAYS + "&pageSize=1").extract().path("nextPageToken");
        learnMore(rows, "bound");

        String next = DAYS + "&pageSize=1&pageToken=" + token;
        get("bound", next).statusCode(200);
        get("bound", next + "&knownAt=2026-07-02T12:00:00Z").statusCode(200);
        for (String other : List.of(
                next + "&knownAt=2026-07-03T08:00:00.000001Z",
                next + "&kind=NEW",
                next.replace("asOf=2026-07-01", "asOf=2026-07-02"),
                next + "x",
                "pageToken=",
                "pageToken=MjAyNi0wNy0wMg")) {
            get("bound", other)
                    .statusCode(400)
                    .body("code", equalTo("INVALID_PAGE_TOKEN"))
                    .body("errors[0].parameter", equalTo("pageToken"));
        }
        get("stranger", next).statusCode(400).body("code", equalTo("INVALID_PAGE_TOKEN"));
    }

    /** 99.90 for 12 months are 8.325 a month. */
    @Test
    void showsAmountsAtTheCurrencysMinorUnit() {
        LedgerRows.of("rounded")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-05", "", "8.325", "")
                .learn("Acme")
                .refreshRows("2026-07-01");

        get("rounded", DAYS).body("items.amount.amount", contains("8.33"));
        assertTrue(table("rounded", DAYS).contains(",8.33,BRL,"), table("rounded", DAYS));
        given().auth()
                .oauth2(Issuer.token("rounded", "vera", "viewer"))
                .get("/v1/overviews/" + LedgerRows.id("Acme"))
                .then()
                .body("revenue.movements.amount.amount", contains("8.33"));
    }

    @Test
    void refusesDaysThatEndBeforeTheyStart() {
        get("nobody", "from=2026-03-02&to=2026-03-01")
                .statusCode(400)
                .body("code", equalTo("ENDS_BEFORE_START"))
                .body("errors[0].parameter", equalTo("to"));
        get("nobody", "from=2026-03-01&to=2026-03-01").statusCode(200);
        given().auth()
                .oauth2(Issuer.token("nobody", "vera", "viewer"))
                .accept("text/csv")
                .get("/v1/mrr/movements?from=2026-03-02&to=2026-03-01")
                .then()
                .statusCode(400);
    }

    private static LedgerRows threeAccounts(String tenant) {
        return LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-05", "", "100", "")
                .account("Bela")
                .line("Bela", "ERP", "2026-02-05", "", "50", "")
                .account("Cita")
                .line("Cita", "BI", "2026-03-05", "", "25", "")
                .learn("Acme", "Bela", "Cita");
    }

    /** Bela's line never was, and there are two others. */
    private static void learnMore(LedgerRows rows, String tenant) {
        rows.knownAt("2026-07-03T08:00:00.000001Z", 11, 2)
                .run(
                        "update line_term set pos_to = 11 where tenant_id = ? and line_id = ?",
                        tenant,
                        LedgerRows.id("ERP"))
                .line("Bela", "Late", "2026-01-20", "", "70", "")
                .line("Cita", "Later", "2026-04-05", "", "5", "")
                .learn("Bela", "Cita");
    }

    private static String table(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .accept("text/csv")
                .get("/v1/mrr/movements?" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static ValidatableResponse get(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/mrr/movements?" + query)
                .then();
    }
}
