package io.farol.metrics.movement;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
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

/** Entries as conventions tell them: at the rates of the day, and of families. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class MovementConventionApiTest {
    private static final String DAYS = "from=2026-01-01&to=2026-06-30&asOf=2026-07-01";
    private static final List<String> COMING =
            List.of("new", "reactivation", "expansion", "readjustment", "unfreeze", "fx");
    private static final List<String> GOING = List.of("freeze", "contraction", "churn");

    @Test
    void addUpToTheStatementUnderTheSameConventions() {
        aPortfolio("moves-told");

        for (String conventions : List.of("fx=CURRENT", "logo=GROUP", "fx=CURRENT&logo=GROUP", "fx=AT_START")) {
            for (String filter :
                    List.of("", "&sector=Varejo", "&sector=Banco", "&sector=NONE", "&sector=Banco&tag=vip")) {
                assertEquals(
                        byStatement(conventions + filter), byMovements(conventions + filter), conventions + filter);
            }
        }
    }

    /** 10 EUR at 5, at 6 at the end of February, at 5.50 at the end of March. */
    @Test
    void tellsWhatTheRatesDidAsAKindOfItsOwn() {
        aPortfolio("moves-fx");

        get("moves-fx", DAYS + "&fx=CURRENT&kind=FX")
                .body("items.accountName", everyItem(equalTo("Abroad")))
                .body("items.amount.amount", contains("10.00", "-5.00"))
                .body("items.learntAt", everyItem(nullValue()))
                .body("convention.frozen", equalTo("WHILE_BILLED"))
                .body("convention.fx", equalTo("CURRENT"));
        get("moves-fx", DAYS + "&kind=FX").body("items", hasSize(0)).body("convention.fx", nullValue());
    }

    @Test
    void tellsAFamilyAsOne() {
        aPortfolio("moves-family");
        String family = DAYS + "&logo=GROUP&sector=Banco&account=" + LedgerRows.id("Mother");

        get("moves-family", family)
                .body("items.accountName", everyItem(equalTo("Mother")))
                .body("items.kind", contains("NEW", "EXPANSION", "EXPANSION", "CONTRACTION"))
                .body("items.amount.amount", contains("40.00", "10.00", "7.00", "-7.00"))
                .body("convention.logo", equalTo("GROUP"));
        get("moves-family", DAYS + "&logo=GROUP&account=" + LedgerRows.id("Daughter"))
                .body("items", hasSize(0));
        get("moves-family", DAYS + "&logo=GROUP&account=" + LedgerRows.id("Niece"))
                .body("items", hasSize(0));
        get("moves-family", DAYS + "&account=" + LedgerRows.id("Niece")).body("items.kind", contains("NEW", "CHURN"));
        List<String> paged = new ArrayList<>();
        String token = "";
        while (token != null) {
            JsonPath page = get("moves-family", family + "&pageSize=3" + (token.isEmpty() ? "" : "&pageToken=" + token))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            paged.addAll(page.getList("items.kind"));
            token = page.getString("nextPageToken");
        }
        assertEquals(List.of("NEW", "EXPANSION", "EXPANSION", "CONTRACTION"), paged);
        assertEquals(
                5,
                given().auth()
                        .oauth2(Issuer.token("moves-family", "vera", "viewer"))
                        .accept("text/csv")
                        .get("/v1/mrr/movements?" + family)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .lines()
                        .count());
    }

    private static Map<String, BigDecimal> byStatement(String question) {
        JsonPath statement = given().auth()
                .oauth2(Issuer.token("moves-told", "vera", "viewer"))
                .get("/v1/mrr/statement?from=2026-01&to=2026-06&asOf=2026-07-01&" + question)
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

    private static Map<String, BigDecimal> byMovements(String question) {
        JsonPath movements = get("moves-told", DAYS + "&pageSize=500&" + question)
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

    /** The daughter takes over what the mother had, and the niece is there for some days only; the family is told where the mother is. */
    private static void aPortfolio(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .rate("EUR", "2026-01-01", "5")
                .rate("EUR", "2026-02-15", "6")
                .rate("EUR", "2026-03-20", "5.5")
                .account("Abroad")
                .inGroup("Abroad", "sector", "ever", "Varejo")
                .inGroup("Abroad", "sector", "2026-02-10", "Banco")
                .lineIn("EUR", "Abroad", "Abroad line", "2026-01-10", "", "10")
                .account("Mother")
                .inGroup("Mother", "sector", "ever", "Banco")
                .line("Mother", "Mother line", "2026-01-05", "2026-03-05", "40", "")
                .account("Daughter")
                .inGroup("Daughter", "sector", "ever", "Varejo")
                .line("Daughter", "Daughter line", "2026-03-05", "", "50", "")
                .account("Niece")
                .line("Niece", "Niece line", "2026-04-05", "2026-04-25", "7", "")
                .parent("Daughter", "Mother")
                .parent("Niece", "Daughter")
                .account("Plain")
                .inGroup("Plain", "sector", "ever", "Varejo")
                .line("Plain", "Plain line", "2026-02-05", "2026-05-05", "13", "")
                .run("update account_copy set tags = '{vip}' where tenant_id = ? and name = 'Mother'", tenant)
                .learn("Abroad", "Mother", "Daughter", "Niece", "Plain");
    }

    private static ValidatableResponse get(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/mrr/movements?" + query)
                .then();
    }
}
