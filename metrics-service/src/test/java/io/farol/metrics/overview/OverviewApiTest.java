package io.farol.metrics.overview;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The account table, the page of one account, the ledger by day and the triangle, from rows worked out by hand. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class OverviewApiTest {

    @Test
    void tabulatesAccounts() {
        aPortfolio("table");

        get("table", "overviews?sort=-mrr,name")
                .statusCode(200)
                .body("items.name", contains("Ágata", "Bela", "Cita"))
                .body("items.mrr.amount", contains("150.00", "0.00", "0.00"))
                .body("items[0].mrr.currency", equalTo("BRL"))
                .body("items.status", contains("ONBOARDING", "CHURNED", "PROSPECT"))
                .body("items[0].tags", contains("vip"))
                .body("items[0].attributes.plan", equalTo("Pro"))
                .body("items[0].flag", nullValue());
        get("table", "overviews?q=agata").body("items.name", contains("Ágata"));
        get("table", "overviews?status=CHURNED").body("items.name", contains("Bela"));
        get("table", "overviews?sector=Varejo&sort=name").body("items.name", contains("Ágata", "Bela"));
        get("table", "overviews?sector=NONE").body("items.name", contains("Cita"));
        get("table", "overviews?tag=vip&attr.plan=Pro&mrrFrom=150.00").body("items.name", contains("Ágata"));
        get("table", "overviews?tier=GOLD").body("items", hasSize(0));
        get("table", "overviews?tier=NONE&count=true").body("total.value", equalTo(3));
        get("table", "overviews?colour=red").statusCode(400);
        String token = get("table", "overviews?sort=name&pageSize=2")
                .body("items.name", contains("Ágata", "Bela"))
                .extract()
                .path("nextPageToken");
        get("table", "overviews?sort=name&pageSize=2&pageToken=" + token).body("items.name", contains("Cita"));
    }

    @Test
    void givesTheTableAsCsv() {
        aPortfolio("sheet");

        String csv = given().auth()
                .oauth2(Issuer.token("sheet", "vera", "viewer"))
                .accept("text/csv")
                .get("/v1/overviews?sector=Varejo&sort=name&locale=pt-BR")
                .then()
                .statusCode(200)
                .header("Content-Disposition", equalTo("attachment; filename=\"accounts.csv\""))
                .extract()
                .asString();

        assertEquals(3, csv.lines().count());
        assertTrue(csv.contains(";Ágata;"), csv);
        assertTrue(csv.contains(";150,00;0,00;BRL;"), csv);
    }

    @Test
    void showsOneAccount() {
        aPortfolio("one");

        get("one", "overviews/" + LedgerRows.id("Ágata"))
                .statusCode(200)
                .body("account.name", equalTo("Ágata"))
                .body("revenue.mrr.amount", equalTo("150.00"))
                .body("revenue.movements.kind", contains("EXPANSION", "NEW"))
                .body("revenue.movements[0].amount.amount", equalTo("50.00"))
                .body("openDeals", hasSize(0))
                .body("successPlan", nullValue());
        get("one", "overviews/" + LedgerRows.id("nobody")).statusCode(404);
    }

    @Test
    void listsTheLedgerByDayAsItIsBelieved() {
        aPortfolio("days");

        get("days", "mrr/movements?from=2026-01-01&to=2026-02-10")
                .body("items.accountName", contains("Bela", "Ágata", "Ágata"))
                .body("items.kind", contains("NEW", "NEW", "EXPANSION"));
        get("days", "mrr/movements?kind=CHURN").body("items", hasSize(0));
        get("days", "mrr/movements?account=" + LedgerRows.id("Bela")).body("items", hasSize(1));
        String token = get("days", "mrr/movements?sort=-day&pageSize=1")
                .body("items.kind", contains("EXPANSION"))
                .extract()
                .path("nextPageToken");
        get("days", "mrr/movements?sort=-day&pageSize=1&pageToken=" + token).body("items.kind", contains("NEW"));
        assertEquals(
                List.of(
                        "day;kind;subKind;accountId;accountName;amount;currency;lineId;amendmentId;freezeId;churnReason;learntAt",
                        "10/02/2026;EXPANSION;;" + LedgerRows.id("Ágata") + ";Ágata;50,00;BRL;"),
                table("days", "mrr/movements?sort=-day&kind=EXPANSION&from=2026-02-01&locale=pt-BR")
                        .lines()
                        .map(line -> line.replaceFirst("BRL;.*", "BRL;").replaceFirst("^\uFEFF", ""))
                        .toList());
        assertEquals(4, table("days", "mrr/movements").lines().count());
        get("days", "mrr/movements?kind=GROWTH").statusCode(400);
        get("days", "mrr/movements?sort=kind").statusCode(400).body("errors[0].parameter", equalTo("sort"));
    }

    @Test
    void answersTheTriangle() {
        LedgerRows.of("triangle")
                .knownAt("2026-04-02T12:00:00Z", 10, 1)
                .cell("cohort", "2026-01", "NEW", "2026-01", "400", 4)
                .cell("cohort", "2026-01", "CHURN", "2026-02", "100", 1)
                .cell("cohort", "2026-03", "NEW", "2026-03", "50", 1);

        get("triangle", "cohorts?asOf=2026-03-31")
                .body("cohorts.cohort", contains("2026-01", "2026-03"))
                .body("cohorts[0].cells.value", contains("1.000000", "0.750000", "0.750000"))
                .body("cohorts[1].cells.mrr", contains("50.00"));
        get("triangle", "cohorts?asOf=2026-03-30&measure=MRR&by=quarter")
                .body("cohorts.cohort", contains("2026-Q1"))
                .body("cohorts[0].cells[0].value", equalTo("0.777778"))
                .body("cohorts[0].cells[0].flags", contains("PARTIAL"));
        get("triangle", "cohorts?by=week").statusCode(400).body("errors[0].parameter", equalTo("by"));
        get("triangle", "cohorts?sector=Varejo").body("cohorts", hasSize(0));
    }

    private static String table(String tenant, String path) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .accept("text/csv")
                .get("/v1/" + path)
                .then()
                .statusCode(200)
                .header("Content-Disposition", equalTo("attachment; filename=\"mrr-movements.csv\""))
                .extract()
                .asString();
    }

    private static void aPortfolio(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-05-02T12:00:00Z", 10, 1)
                .account("Ágata")
                .run(
                        "update account_copy set sector = 'Varejo', tags = '{vip}', attributes = '{\"plan\":\"Pro\"}' where tenant_id = ? and id = ?",
                        tenant,
                        LedgerRows.id("Ágata"))
                .group("Ágata", "attr.plan", "ever", "", "Pro")
                .term("Ágata", "2026-01-05", "", "100")
                .interval("Ágata", "2026-01-05", "2026-02-10", "100", "0")
                .interval("Ágata", "2026-02-10", "", "150", "0")
                .movement("Ágata", "2026-01-05", "NEW", "100", 0)
                .movement("Ágata", "2026-02-10", "EXPANSION", "50", 0)
                .account("Bela")
                .run(
                        "update account_copy set sector = 'Varejo' where tenant_id = ? and id = ?",
                        tenant,
                        LedgerRows.id("Bela"))
                .term("Bela", "2026-01-01", "2026-03-01", "30")
                .movement("Bela", "2026-01-01", "NEW", "30", 0)
                .movement("Bela", "2026-03-01", "CHURN", "-30", 0)
                .account("Cita")
                .knownAt("2026-05-03T12:00:00Z", 11, 2)
                .movement("Bela", "2026-03-01", "CHURN", "30", 10)
                .refreshRows("2026-02-01");
    }

    private static ValidatableResponse get(String tenant, String path) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/" + path)
                .then();
    }
}
