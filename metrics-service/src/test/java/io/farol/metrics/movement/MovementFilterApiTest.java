package io.farol.metrics.movement;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Entries of chosen accounts: they are those that the statement of the same accounts is made of. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class MovementFilterApiTest {
    private static final List<String> COMING = List.of("new", "reactivation", "expansion", "readjustment", "unfreeze");
    private static final List<String> GOING = List.of("freeze", "contraction", "churn");

    @Test
    void addUpToTheStatementOfTheSameAccounts() {
        aPortfolio("moves-add-up");

        for (String filter : List.of(
                "sector=Varejo",
                "sector=Banco",
                "sector=NONE",
                "sector=Varejo&sector=Banco",
                "sector=Varejo&region=Sul",
                "sector=Banco&region=NONE",
                "region=NONE",
                "attr.plan=Pro",
                "csm=me",
                "tag=vip",
                "cohort=2026-01",
                "cohort=2026-03",
                "product=" + LedgerRows.id("product"),
                "product=" + LedgerRows.id("other product"),
                "sector=Varejo&product=" + LedgerRows.id("other product"),
                "tier=GOLD",
                "asOf=2026-12-31")) {
            Map<String, BigDecimal> expected = byStatement(filter);
            assertEquals(expected, byMovements(filter), filter);
        }
        for (String filter : List.of("sector=Varejo", "csm=me", "attr.plan=Pro")) {
            assertEquals(new BigDecimal("-120.00"), byMovements(filter).get("2026-03"), filter);
        }
    }

    /** Acme is handed over in March and lost in the same month, Bela comes and is handed over in its first month, Cita is lost and comes back in the month of its hand-over. */
    @Test
    void countsWhatHappensInTheGroupOfTheMonthBefore() {
        aPortfolio("moves-by-group");
        String march = "from=2026-03-01&to=2026-03-31&asOf=2026-07-01&";

        get("moves-by-group", march + "sector=Varejo")
                .body("items.accountName", contains("Cita", "Acme", "Cita"))
                .body("items.kind", contains("CHURN", "CHURN", "REACTIVATION"));
        get("moves-by-group", march + "sector=Banco")
                .body("items.accountName", contains("Bela", "Bela"))
                .body("items.kind", contains("NEW", "FREEZE"))
                .body("convention.frozen", equalTo("WHILE_BILLED"));
        get("moves-by-group", march + "sector=Varejo&kind=CHURN&account=" + LedgerRows.id("Cita"))
                .body("items", hasSize(1));
        get("moves-by-group", march + "sector=Varejo&colour=red")
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_PARAMETER"));
    }

    @Test
    void pagesTablesAndLinksChooseTheSame() {
        aPortfolio("moves-forms");
        String question = "from=2026-03-01&to=2026-03-31&asOf=2026-07-01&csm=me&attr.plan=Pro";
        List<String> whole = get("moves-forms", question).extract().path("items.kind");

        List<String> paged = new ArrayList<>();
        String token = "";
        while (token != null) {
            JsonPath page = get(
                            "moves-forms", question + "&pageSize=1" + (token.isEmpty() ? "" : "&pageToken=" + token))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            paged.addAll(page.getList("items.kind"));
            token = page.getString("nextPageToken");
        }

        assertEquals(List.of("CHURN", "CHURN", "REACTIVATION"), whole);
        assertEquals(whole, paged);
        assertEquals(whole.size() + 1, table("moves-forms", question).lines().count());
        String url = given().auth()
                .oauth2(ana("moves-forms"))
                .post("/v1/mrr/movements/download-links?" + question)
                .then()
                .statusCode(201)
                .extract()
                .path("url");
        assertEquals(
                table("moves-forms", question),
                given().urlEncodingEnabled(false).get(url).then().extract().asString());
        String first = get("moves-forms", question + "&pageSize=1").extract().path("nextPageToken");
        get("moves-forms", question.replace("csm=me", "csm=NONE") + "&pageSize=1&pageToken=" + first)
                .statusCode(400)
                .body("code", equalTo("INVALID_PAGE_TOKEN"));
    }

    private static Map<String, BigDecimal> byStatement(String filter) {
        JsonPath statement = given().auth()
                .oauth2(ana("moves-add-up"))
                .get("/v1/mrr/statement?from=2026-01&to=2026-06&" + filter)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Map<String, Object> month : statement.<Map<String, Object>>getList("months")) {
            BigDecimal sum = sum(month, COMING).subtract(sum(month, GOING));
            if (sum.signum() != 0) {
                sums.put((String) month.get("month"), sum);
            }
        }
        return sums;
    }

    private static BigDecimal sum(Map<String, Object> month, List<String> kinds) {
        return kinds.stream()
                .map(kind -> new BigDecimal((String) month.get(kind)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, BigDecimal> byMovements(String filter) {
        JsonPath movements = get("moves-add-up", "from=2026-01-01&to=2026-06-30&pageSize=500&" + filter)
                .statusCode(200)
                .extract()
                .jsonPath();
        List<String> days = movements.getList("items.day");
        List<String> amounts = movements.getList("items.amount.amount");
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (int i = 0; i < days.size(); i++) {
            sums.merge(days.get(i).substring(0, 7), new BigDecimal(amounts.get(i)), BigDecimal::add);
        }
        sums.values().removeIf(sum -> sum.signum() == 0);
        return sums;
    }

    private static void aPortfolio(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .member("Ana", "ana@" + tenant)
                .account("Acme")
                .inGroup("Acme", "sector", "ever", "Varejo")
                .inGroup("Acme", "sector", "2026-03-02", "Banco")
                .inGroup("Acme", "region", "ever", "Sul")
                .inGroup("Acme", "attr.plan", "ever", "Pro")
                .csm("Acme", "Ana")
                .line("Acme", "Acme line", "2026-01-05", "2026-02-10", "100", "")
                .line("Acme", "Acme line", "2026-02-10", "2026-03-20", "150", "READJUSTMENT")
                .account("Bela")
                .inGroup("Bela", "sector", "ever", "Varejo")
                .inGroup("Bela", "sector", "2026-03-15", "Banco")
                .lineOf("other product", "Bela", "Bela line", "2026-03-05", "2026-05-10", "300", "")
                .freeze("Bela", "2026-03-25", "2026-04-12")
                .account("Cita")
                .inGroup("Cita", "sector", "ever", "Varejo")
                .inGroup("Cita", "sector", "2026-03-10", "Banco")
                .inGroup("Cita", "attr.plan", "ever", "Pro")
                .csm("Cita", "Ana")
                .lineOf("other product", "Cita", "Cita line", "2026-01-01", "2026-03-04", "40", "")
                .line("Cita", "Cita again", "2026-03-28", "", "70", "")
                .account("Duna")
                .line("Duna", "Duna line", "2026-04-05", "2026-04-25", "9", "")
                .line("Duna", "Duna again", "2026-06-05", "", "11", "")
                .run("update account_copy set tags = '{vip}' where tenant_id = ? and name = 'Cita'", tenant)
                .learn("Acme", "Bela", "Cita", "Duna");
    }

    private static String ana(String tenant) {
        return Issuer.token(tenant, "ana", "viewer");
    }

    private static String table(String tenant, String query) {
        return given().auth()
                .oauth2(ana(tenant))
                .accept("text/csv")
                .get("/v1/mrr/movements?" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static ValidatableResponse get(String tenant, String query) {
        return given().auth()
                .oauth2(ana(tenant))
                .get("/v1/mrr/movements?" + query)
                .then();
    }
}
