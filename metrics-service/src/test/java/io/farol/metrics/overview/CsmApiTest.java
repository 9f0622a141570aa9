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
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose customers accounts are, and {@code csm=me} in every filter, from rows worked out by hand. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class CsmApiTest {
    private static final String ANA = LedgerRows.id("Ana").toString();
    private static final String RUI = LedgerRows.id("Rui").toString();
    private static final String MARCH = "from=2026-03&to=2026-03&asOf=2026-04-01";

    @Test
    void answersExampleEleven() {
        twoPortfolios("eleven");
        // the same member and login elsewhere, who looks after nobody
        LedgerRows.of("twelve")
                .knownAt("2026-05-02T12:00:00Z", 10, 1)
                .member("Ana", "ana@eleven")
                .account("Elsewhere")
                .line("Elsewhere", "Elsewhere line", "2026-01-01", "", "900", "")
                .learn("Elsewhere")
                .refreshRows("2026-05-02");

        get("ana", "eleven", "overviews?csm=me&sort=-mrr")
                .statusCode(200)
                .body("items.name", contains("Bela", "Acme"))
                .body("items.mrr.amount", contains("300.00", "100.00"))
                .body("items.csmId", contains(ANA, ANA))
                .body("items.csmName", contains("Ana", "Ana"));
        get("rui", "eleven", "overviews?csm=me&sort=-mrr").body("items.name", contains("Cita"));
        get("vera", "eleven", "overviews?csm=me").statusCode(200).body("items", hasSize(0));
        get("ana", "eleven", "overviews?csm=me&csm=NONE&sort=-mrr")
                .body("items.name", contains("Bela", "Acme", "Duna"));
        String stranger = Issuer.sign(Issuer.claims("twelve", "ana", "csm").preferredUserName("ana@eleven"));
        given().auth()
                .oauth2(stranger)
                .get("/v1/overviews?csm=me&sort=-mrr")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void sortsByTheCsmsNameAndShowsHimOnTheAccountsPage() {
        twoPortfolios("named");

        get("vera", "named", "overviews?sort=-csmName,name")
                .body("items.name", contains("Cita", "Acme", "Bela", "Duna"));
        get("vera", "named", "overviews?csm=" + RUI).body("items.name", contains("Cita"));
        get("vera", "named", "overviews?csm=NONE")
                .body("items.name", contains("Duna"))
                .body("items[0].csmId", nullValue());
        get("vera", "named", "overviews/" + LedgerRows.id("Cita"))
                .body("account.csmName", equalTo("Rui"))
                .body("team.memberId", contains(RUI))
                .body("team.memberName", contains("Rui"))
                .body("team.role", contains("CSM"));
        get("vera", "named", "overviews/" + LedgerRows.id("Duna")).body("team", hasSize(0));
        assertTrue(table("ana", "named", "overviews?csm=me").contains("," + ANA + ",Ana,300.00,"));
    }

    @Test
    void findsTheCallerInEveryFilter() {
        twoPortfolios("everywhere");

        assertMrrOf("ana", "400.00", 2);
        assertMrrOf("rui", "200.00", 1);
        assertMrrOf("vera", "0.00", 0);
    }

    private static void assertMrrOf(String caller, String mrr, int accounts) {
        String tenant = "everywhere";
        get(caller, tenant, "mrr/statement?csm=me&" + MARCH).body("months.closing", contains(mrr));
        get(caller, tenant, "metrics/mrr?csm=me&" + MARCH).body("series.value", contains(mrr));
        get(caller, tenant, "metrics/mrr/explain?csm=me&period=2026-03&asOf=2026-04-01")
                .body("items", hasSize(accounts));
        get(caller, tenant, "cohorts?csm=me&to=2026-03&asOf=2026-04-01")
                .body("cohorts.sum { it.cells.last().accounts } ?: 0", equalTo(accounts));
        given().auth()
                .oauth2(token(caller, tenant))
                .contentType(ContentType.JSON)
                .body("""
                        {"queries":[{"metric":"mrr","from":"2026-03","to":"2026-03","asOf":"2026-04-01","filters":{"csm":["me"]}}]}""")
                .post("/v1/metric-queries")
                .then()
                .statusCode(200)
                .body("results[0].series.value", contains(mrr));
        assertEquals(
                1 + accounts, table(caller, tenant, "overviews?csm=me").lines().count());
        assertTrue(table(caller, tenant, "mrr/statement?csm=me&" + MARCH).contains("," + mrr + ","));
        assertEquals(
                1 + accounts,
                linked(caller, tenant, "overviews", "csm=me").lines().count());
        assertTrue(linked(caller, tenant, "mrr/statement", "csm=me&" + MARCH).contains("," + mrr + ","));
    }

    @Test
    void transfersWhatIsHandedOver() {
        LedgerRows.of("handover")
                .knownAt("2026-05-02T12:00:00Z", 10, 1)
                .member("Ana", "Ana@Handover")
                .member("Rui", "rui@handover")
                .account("Acme")
                .line("Acme", "Acme line", "2026-01-01", "", "100.25", "")
                .inGroup("Acme", "csm", "ever", ANA)
                .inGroup("Acme", "csm", "2026-03-10", RUI)
                .account("Bela")
                .line("Bela", "Bela line", "2026-01-01", "", "40.50", "")
                .csm("Bela", "Ana")
                .learn("Acme", "Bela");

        String statement = "mrr/statement?from=2026-01&to=2026-04&asOf=2026-05-01";
        get("vera", "handover", statement + "&groupBy=csm")
                .body(of(2, ANA, "opening"), equalTo("140.75"))
                .body(of(2, ANA, "transferOut"), equalTo("100.25"))
                .body(of(2, ANA, "closing"), equalTo("40.50"))
                .body(of(2, RUI, "transferIn"), equalTo("100.25"))
                .body(of(2, RUI, "closing"), equalTo("100.25"))
                .body(of(3, RUI, "opening"), equalTo("100.25"));
        given().auth()
                .oauth2(token("vera", "handover"))
                .header("Accept-Language", "pt-BR")
                .get("/v1/" + statement + "&groupBy=csm")
                .then()
                .body("groups.find { it.key == '" + RUI + "' }.label", equalTo("Rui"))
                .body("groups.find { it.key == 'NONE' }.label", equalTo("Sem CSM"));
        get("ana", "handover", statement + "&csm=me")
                .body("months.transferOut", contains("0.00", "0.00", "100.25", "0.00"))
                .body("months.closing", contains("140.75", "140.75", "40.50", "40.50"));
        get("rui", "handover", statement + "&csm=me")
                .body("months.transferIn", contains("0.00", "0.00", "100.25", "0.00"))
                .body("months.closing", contains("0.00", "0.00", "100.25", "100.25"));
        get("vera", "handover", "metrics/mrr?groupBy=csm&" + MARCH)
                .body("groups.find { it.key == '" + RUI + "' }.label", equalTo("Rui"));
    }

    private static String of(int month, String group, String figure) {
        return "months[%d].groups.find { it.group == '%s' }.%s".formatted(month, group, figure);
    }

    /** Acme (100) and Bela (300) are Ana's, Cita (200) is Rui's, Duna (50) nobody's. */
    private static void twoPortfolios(String tenant) {
        LedgerRows rows = LedgerRows.of(tenant)
                .knownAt("2026-05-02T12:00:00Z", 10, 1)
                .member("Ana", "Ana@" + tenant)
                .member("Rui", "rui@" + tenant);
        List<String> names = List.of("Acme", "Bela", "Cita", "Duna");
        List<String> mrr = List.of("100", "300", "200", "50");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            rows.account(name).line(name, name + " line", "2026-01-01", "", mrr.get(i), "");
        }
        rows.csm("Acme", "Ana")
                .csm("Bela", "Ana")
                .csm("Cita", "Rui")
                .learn("Acme", "Bela", "Cita", "Duna")
                .refreshRows("2026-05-02");
    }

    private static String token(String caller, String tenant) {
        return Issuer.token(tenant, caller, "viewer");
    }

    private static ValidatableResponse get(String caller, String tenant, String path) {
        return given().auth()
                .oauth2(token(caller, tenant))
                .get("/v1/" + path)
                .then()
                .statusCode(200);
    }

    private static String table(String caller, String tenant, String path) {
        return given().auth()
                .oauth2(token(caller, tenant))
                .accept("text/csv")
                .get("/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** What a link gives that the caller had made; whoever follows it sends no token. */
    private static String linked(String caller, String tenant, String path, String query) {
        String url = given().auth()
                .oauth2(token(caller, tenant))
                .post("/v1/" + path + "/download-links?" + query)
                .then()
                .statusCode(201)
                .extract()
                .path("url");
        return given().urlEncodingEnabled(false)
                .accept("text/csv")
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
