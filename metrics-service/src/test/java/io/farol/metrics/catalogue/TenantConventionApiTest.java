package io.farol.metrics.catalogue;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tenant's own conventions and gross margin hold where nobody asks otherwise. Two accounts of 100, one of which goes in March: a ticket of 100, half of the logos lost. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TenantConventionApiTest {
    private static final String MARCH = "?from=2026-03&to=2026-03&asOf=2026-12-31";

    @Test
    void answersUnderTheTenantsOwn() {
        twoAccounts("own-ways")
                .run(
                        "insert into settings_copy (tenant_id, pos, id, version, reporting_currency, time_zone, metric_conventions, gross_margin) values (?, 10, ?, 1, 'BRL', 'America/Sao_Paulo', ?::jsonb, 0.75)",
                        "own-ways",
                        LedgerRows.id("settings of own-ways"),
                        "{\"ltv\":\"TICKET_OVER_CHURN\",\"average_ticket\":\"ANNUAL\",\"grr\":\"NO_SUCH\",\"no_such\":\"COHORT\"}");

        get("own-ways", "/ltv" + MARCH)
                .body("convention", equalTo("TICKET_OVER_CHURN"))
                .body("grossMargin", equalTo("0.75"))
                .body("series[0].value", equalTo("150.00"))
                .body("series[0].numerator", equalTo("100.00"))
                .body("series[0].denominator", equalTo("0.500000"));
        get("own-ways", "/ltv" + MARCH + "&convention=TICKET_TIMES_LIFETIME")
                .body("convention", equalTo("TICKET_TIMES_LIFETIME"))
                .body("series[0].lifeTime", equalTo("3.000000"))
                .body("series[0].value", equalTo("225.00"));
        get("own-ways", "/average_ticket" + MARCH)
                .body("convention", equalTo("ANNUAL"))
                .body("grossMargin", nullValue())
                .body("series[0].value", equalTo("1200.00"));
        get("own-ways", "/average_ticket/explain?period=2026-03&asOf=2026-12-31")
                .body("convention", equalTo("ANNUAL"))
                .body("items[0].numerator", equalTo("1200.00"));
        get("own-ways", "/grr" + MARCH).body("convention", equalTo("COHORT"));
        get("own-ways", "")
                .body("items.find { it.key == 'ltv' }.defaultConvention", equalTo("TICKET_OVER_CHURN"))
                .body("items.find { it.key == 'ltv' }.conventions[0]", equalTo("TICKET_TIMES_LIFETIME"))
                .body("items.find { it.key == 'grr' }.defaultConvention", equalTo("COHORT"));
        given().auth()
                .oauth2(Issuer.token("own-ways", "vera", "viewer"))
                .contentType(ContentType.JSON)
                .body(Map.of("queries", List.of(Map.of("metric", "ltv", "from", "2026-03", "to", "2026-03"))))
                .post("/v1/metric-queries")
                .then()
                .body("results[0].series[0].value", equalTo("150.00"));
    }

    @Test
    void answersAsBeforeToWhoAsksForWhatWasKnownBefore() {
        twoAccounts("new-ways")
                .knownAt("2026-07-03T12:00:00Z", 20, 2)
                .run(
                        "insert into settings_copy (tenant_id, pos, id, version, reporting_currency, time_zone, metric_conventions) values (?, 20, ?, 1, 'BRL', 'America/Sao_Paulo', '{\"ltv\":\"TICKET_OVER_CHURN\"}')",
                        "new-ways",
                        LedgerRows.id("settings of new-ways"));

        get("new-ways", "/ltv" + MARCH)
                .body("convention", equalTo("TICKET_OVER_CHURN"))
                .body("grossMargin", nullValue())
                .body("series[0].value", equalTo("200.00"));
        get("new-ways", "/ltv" + MARCH + "&knownAt=2026-07-02T23:00:00Z")
                .body("convention", equalTo("TICKET_TIMES_LIFETIME"))
                .body("series[0].value", equalTo("300.00"));
    }

    private static LedgerRows twoAccounts(String tenant) {
        return LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-01", "", "100", "")
                .account("Bela")
                .line("Bela", "BI", "2025-12-01", "2026-03-20", "100", "")
                .learn("Acme", "Bela");
    }

    private static ValidatableResponse get(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/metrics" + query)
                .then()
                .statusCode(200);
    }
}
