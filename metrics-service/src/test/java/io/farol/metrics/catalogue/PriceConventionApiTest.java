package io.farol.metrics.catalogue;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of what lines would cost without discounts, or without the taxes in their prices, worked out by hand. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class PriceConventionApiTest {
    private static final String MONTHS = "?from=2026-01&to=2026-05&asOf=2026-12-31";
    private static final String NET = MONTHS + "&taxes=NET";
    private static final String IGNORED = MONTHS + "&discount=IGNORED";

    /** Acme's discount ends in March, its chat is free; Beta pays the list price; Gama pays nothing and goes in May. */
    @Test
    void tellsWhatLinesWouldCostWithoutDiscounts() {
        aDiscounter("list-price");

        get("list-price", "mrr/statement" + MONTHS)
                .body("convention.discount", nullValue())
                .body("months.closing", contains("100.00", "100.00", "110.00", "110.00", "110.00"))
                .body("months.expansion", contains("0.00", "0.00", "10.00", "0.00", "0.00"))
                .body("months.counts.closing", contains(2, 2, 2, 2, 2));
        ValidatableResponse statement = get("list-price", "mrr/statement" + IGNORED)
                .body("convention.discount", equalTo("IGNORED"))
                .body("months.opening", contains("0.00", "110.00", "180.00", "180.00", "180.00"))
                .body("months.new", contains("110.00", "20.00", "0.00", "0.00", "0.00"))
                .body("months.expansion", contains("0.00", "50.00", "0.00", "0.00", "0.00"))
                .body("months.churn", contains("0.00", "0.00", "0.00", "0.00", "20.00"))
                .body("months.closing", contains("110.00", "180.00", "180.00", "180.00", "160.00"))
                .body("months.counts.closing", contains(2, 3, 3, 3, 2));
        assertIdentity(statement);
        String chat = LedgerRows.id("chat").toString();
        get("list-price", "mrr/statement" + IGNORED + "&groupBy=product")
                .body("months.closing", contains("110.00", "180.00", "180.00", "180.00", "160.00"))
                .body("months[1].groups.find { it.group == '" + chat + "' }.closing", equalTo("70.00"))
                .body("months[1].groups.find { it.group == '" + chat + "' }.expansion", equalTo("50.00"))
                .body("months[4].groups.find { it.group == '" + chat + "' }.closing", equalTo("50.00"));
        get("list-price", "mrr/statement" + IGNORED + "&groupBy=sector")
                .body("months[1].groups.group", contains("Saúde", "Varejo", "NONE"))
                .body("months[1].groups.closing", contains("10.00", "170.00", "0.00"));
        for (String filter : List.of("sector=Varejo", "sector=Varejo&country=NONE")) {
            get("list-price", "mrr/statement" + IGNORED + "&" + filter)
                    .body("months.closing", contains("100.00", "170.00", "170.00", "170.00", "150.00"));
        }
        get("list-price", "mrr/statement" + IGNORED + "&product=" + chat)
                .body("months.closing", contains("0.00", "170.00", "170.00", "170.00", "150.00"));
    }

    @Test
    void tellsMetricsWithoutDiscounts() {
        aDiscounter("list-metrics");

        get("list-metrics", "metrics/mrr" + MONTHS).body("discount", nullValue());
        get("list-metrics", "metrics/mrr" + IGNORED)
                .body("discount", equalTo("IGNORED"))
                .body("series.value", contains("110.00", "180.00", "180.00", "180.00", "160.00"));
        get("list-metrics", "metrics/nrr" + MONTHS).body("series[2].value", equalTo("1.100000"));
        get("list-metrics", "metrics/nrr" + IGNORED)
                .body("series.value", contains(null, "1.454545", "1.000000", "1.000000", "0.888889"));
        get("list-metrics", "metrics/average_ticket" + IGNORED)
                .body("series[1].value", equalTo("60.00"))
                .body("series[1].median", equalTo("20.00"));
        get("list-metrics", "metrics/logo_churn_rate" + IGNORED).body("series[4].value", equalTo("0.333333"));
        get("list-metrics", "mrr/movements?kind=EXPANSION&from=2026-02-01&to=2026-02-28&discount=IGNORED&taxes=NET")
                .body("convention.discount", equalTo("IGNORED"))
                .body("items.amount.amount", contains("50.00"));
        get("list-metrics", "metrics/expansion_mrr/explain?period=2026-02&discount=IGNORED&asOf=2026-12-31")
                .body("discount", equalTo("IGNORED"))
                .body("taxes", nullValue())
                .body("items", hasSize(1))
                .body("items[0].accountName", equalTo("Acme"))
                .body("items[0].numerator", equalTo("50.00"));
        query("list-metrics", Map.of("metric", "mrr", "from", "2026-02", "to", "2026-02", "discount", "IGNORED"))
                .body("results[0].discount", equalTo("IGNORED"))
                .body("results[0].series[0].value", equalTo("180.00"));
    }

    /** 100 EUR less a fifth at 5.00, then 6.00; its daughter's 50 less all. */
    @Test
    void tellsDiscountsAtTheRatesOfTheDayAndOfFamilies() {
        LedgerRows.of("list-abroad")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .rate("EUR", "2026-01-01", "5.00")
                .rate("EUR", "2026-03-05", "6.00")
                .account("Mãe")
                .lineIn("EUR", "Mãe", "Mãe line", "2026-01-15", "", "80")
                .priced("Mãe line", "2026-01-15", "1", "100", "0.2", 1)
                .account("Filha")
                .line("Filha", "Filha line", "2026-02-01", "2026-04-10", "0", "")
                .priced("Filha line", "2026-02-01", "1", "600", "1", 12)
                .parent("Filha", "Mãe")
                .learn("Mãe", "Filha");

        get("list-abroad", "mrr/statement" + MONTHS)
                .body("months.closing", contains("400.00", "400.00", "400.00", "400.00", "400.00"));
        get("list-abroad", "mrr/statement" + IGNORED)
                .body("months.closing", contains("500.00", "550.00", "550.00", "500.00", "500.00"))
                .body("months.counts.closing", contains(1, 2, 2, 1, 1));
        get("list-abroad", "mrr/statement" + IGNORED + "&fx=CURRENT")
                .body("months.fx", contains("0.00", "0.00", "100.00", "0.00", "0.00"))
                .body("months.closing", contains("500.00", "550.00", "650.00", "600.00", "600.00"));
        get("list-abroad", "mrr/statement" + IGNORED + "&fx=CURRENT&logo=GROUP")
                .body("convention.fx", equalTo("CURRENT"))
                .body("convention.logo", equalTo("GROUP"))
                .body("convention.discount", equalTo("IGNORED"))
                .body("months.expansion", contains("0.00", "50.00", "0.00", "0.00", "0.00"))
                .body("months.contraction", contains("0.00", "0.00", "0.00", "50.00", "0.00"))
                .body("months.closing", contains("500.00", "550.00", "650.00", "600.00", "600.00"))
                .body("months.counts.closing", contains(1, 1, 1, 1, 1));
    }

    @Test
    void givesTheDiscountsOfThenForAnEarlierKnownAt() {
        LedgerRows rows = LedgerRows.of("list-then")
                .knownAt("2026-04-02T12:00:00Z", 10, 1)
                .account("Uno")
                .line("Uno", "Uno line", "2026-01-01", "", "90", "")
                .priced("Uno line", "2026-01-01", "1", "100", "0.1", 1)
                .learn("Uno");
        rows.knownAt("2026-05-02T12:00:00Z", 20, 2)
                .run("update line_term set pos_to = 20 where tenant_id = 'list-then'")
                .line("Uno", "Uno line", "2026-01-01", "", "90", "")
                .learn("Uno");

        get("list-then", "metrics/mrr" + IGNORED).body("series[0].value", equalTo("90.00"));
        get("list-then", "metrics/mrr" + IGNORED + "&knownAt=2026-05-01T00:00:00Z")
                .body("series[0].value", equalTo("100.00"));
    }

    /** A tenth of the CRM's price is tax; its discount of a tenth ends in March; what else there is has none. */
    @Test
    void tellsPricesWithoutTheirTaxes() {
        aDiscounter("net");
        LedgerRows.of("net").knownAt("2026-07-03T12:00:00Z", 20, 2).taxed("crm", "0.1");

        get("net", "mrr/statement" + MONTHS)
                .body("convention.taxes", nullValue())
                .body("months.closing", contains("100.00", "100.00", "110.00", "110.00", "110.00"));
        assertIdentity(get("net", "mrr/statement" + NET)
                .body("convention.taxes", equalTo("NET"))
                .body("months.new", contains("91.00", "0.00", "0.00", "0.00", "0.00"))
                .body("months.expansion", contains("0.00", "0.00", "9.00", "0.00", "0.00"))
                .body("months.closing", contains("91.00", "91.00", "100.00", "100.00", "100.00")));
        assertIdentity(get("net", "mrr/statement" + NET + "&discount=IGNORED")
                .body("months.expansion", contains("0.00", "50.00", "0.00", "0.00", "0.00"))
                .body("months.closing", contains("100.00", "170.00", "170.00", "170.00", "150.00")));
        get("net", "mrr/statement" + NET + "&groupBy=product")
                .body("months[2].groups.find { it.group == '" + LedgerRows.id("crm") + "' }.closing", equalTo("90.00"));
        for (String filter :
                List.of("sector=Varejo", "sector=Varejo&country=NONE", "product=" + LedgerRows.id("crm"))) {
            get("net", "mrr/statement" + NET + "&" + filter)
                    .body("months.closing", contains("81.00", "81.00", "90.00", "90.00", "90.00"));
        }
        get("net", "metrics/nrr" + NET).body("taxes", equalTo("NET")).body("series[2].value", equalTo("1.098901"));
        get("net", "metrics/mrr/explain?period=2026-01&taxes=NET&sort=-numerator&asOf=2026-12-31")
                .body("taxes", equalTo("NET"))
                .body("items.numerator", contains("81.00", "10.00"));
        query("net", Map.of("metric", "arr", "from", "2026-01", "to", "2026-01", "taxes", "NET"))
                .body("results[0].taxes", equalTo("NET"))
                .body("results[0].series[0].value", equalTo("1092.00"));
        get("net", "metrics/mrr" + NET + "&knownAt=2026-07-02T12:00:00Z").body("series[0].value", equalTo("100.00"));
    }

    /** 100 EUR, 80 of them net, at 5.00, then 6.00. */
    @Test
    void tellsNetPricesAtTheRatesOfTheDay() {
        LedgerRows.of("net-abroad")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .rate("EUR", "2026-01-01", "5.00")
                .rate("EUR", "2026-03-05", "6.00")
                .taxed("product", "0.2")
                .account("Acme")
                .lineIn("EUR", "Acme", "Acme line", "2026-01-15", "", "100")
                .priced("Acme line", "2026-01-15", "1", "100", "0", 1)
                .learn("Acme");

        get("net-abroad", "mrr/statement" + NET)
                .body("months.closing", contains("400.00", "400.00", "400.00", "400.00", "400.00"));
        get("net-abroad", "mrr/statement" + NET + "&fx=CURRENT")
                .body("months.fx", contains("0.00", "0.00", "80.00", "0.00", "0.00"))
                .body("months.closing", contains("400.00", "400.00", "480.00", "480.00", "480.00"));
    }

    @Test
    void refusesWhatItDoesNotTell() {
        refused("life_time" + NET, "CONVENTION_WITHOUT_EFFECT", "taxes");
        refused("acv" + NET, "CONVENTION_NOT_AVAILABLE", "taxes");
        refused("ttfv_days" + IGNORED, "CONVENTION_WITHOUT_EFFECT", "discount");
        refused("acv" + IGNORED, "CONVENTION_NOT_AVAILABLE", "discount");
        refused("mrr" + IGNORED + "&groupBy=product&sector=A", "CONVENTION_NOT_AVAILABLE", "groupBy");
        refused("mrr" + MONTHS + "&discount=HALVED", "UNKNOWN_VALUE", "discount");
        get("empty", "metrics")
                .body("items.find { it.key == 'nrr' }.discountTreatments", contains("SUBTRACTED", "IGNORED"))
                .body("items.find { it.key == 'acv' }.discountTreatments", contains("SUBTRACTED"));
    }

    private static void aDiscounter(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .inGroup("Acme", "sector", "ever", "Varejo")
                .lineOf("crm", "Acme", "Acme crm", "2026-01-01", "2026-03-10", "90", "")
                .priced("Acme crm", "2026-01-01", "3", "100", "0.1", 3)
                .lineOf("crm", "Acme", "Acme crm", "2026-03-10", "", "100", "OTHER")
                .priced("Acme crm", "2026-03-10", "1", "100", "0", 1)
                .lineOf("chat", "Acme", "Acme chat", "2026-02-01", "", "0", "")
                .priced("Acme chat", "2026-02-01", "1", "50", "1", 1)
                .lineOf("chat", "Acme", "Acme setup", "2026-01-01", "", "0", "")
                .priced("Acme setup", "2026-01-01", "1", "500", "0.5", 0)
                .account("Beta")
                .inGroup("Beta", "sector", "ever", "Saúde")
                .line("Beta", "Beta line", "2026-01-01", "", "10", "")
                .account("Gama")
                .inGroup("Gama", "sector", "ever", "Varejo")
                .lineOf("chat", "Gama", "Gama chat", "2026-02-01", "2026-05-05", "0", "")
                .priced("Gama chat", "2026-02-01", "2", "10", "1", 1)
                .learn("Acme", "Beta", "Gama");
    }

    private static void assertIdentity(ValidatableResponse statement) {
        List<Map<String, Object>> months =
                statement.statusCode(200).extract().jsonPath().getList("months");
        for (Map<String, Object> month : months) {
            BigDecimal sum = BigDecimal.ZERO;
            for (String column : List.of(
                    "opening", "new", "reactivation", "expansion", "readjustment", "unfreeze", "fx", "transferIn")) {
                sum = sum.add(new BigDecimal((String) month.get(column)));
            }
            for (String column : List.of("freeze", "contraction", "churn", "transferOut")) {
                sum = sum.subtract(new BigDecimal((String) month.get(column)));
            }
            assertEquals(new BigDecimal((String) month.get("closing")), sum, month.toString());
        }
    }

    private static void refused(String question, String code, String parameter) {
        get("empty", "metrics/" + question)
                .statusCode(400)
                .body("code", equalTo(code))
                .body("errors[0].parameter", equalTo(parameter));
    }

    private static ValidatableResponse query(String tenant, Map<String, Object> question) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .contentType(ContentType.JSON)
                .body(Map.of("queries", List.of(question)))
                .post("/v1/metric-queries")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse get(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/" + query)
                .then();
    }
}
