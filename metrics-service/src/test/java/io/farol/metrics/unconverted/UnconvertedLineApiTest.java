package io.farol.metrics.unconverted;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/** A line without an exchange rate is never silently zero: answers say that they leave it out, and a list shows which. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class UnconvertedLineApiTest {
    private static final String MONTHS = "from=2026-01&to=2026-03&asOf=2026-04-01";

    @Test
    void saysWhatItLeavesOutUntilThereIsARate() {
        LedgerRows rows = aDollarLineBesideReais("silent").learn("Acme", "Bela");

        get("silent", "mrr/statement?" + MONTHS)
                .body("months.closing", contains("100.00", "100.00", "100.00"))
                .body("unconvertedLines", equalTo(1));
        get("silent", "mrr/statement?groupBy=sector&" + MONTHS).body("unconvertedLines", equalTo(1));
        get("silent", "metrics/mrr?" + MONTHS)
                .body("series.excluded", contains(0, 1, 1))
                .body("series[0].flags", hasSize(0))
                .body("series[1].flags", hasItem("UNCONVERTED_LINES"))
                .body("unconvertedLines", equalTo(1));
        get("silent", "metrics/mrr?groupBy=sector&" + MONTHS)
                .body("series.excluded", contains(0, 0, 0))
                .body("unconvertedLines", equalTo(1));
        get("silent", "cohorts?to=2026-03&asOf=2026-04-01").body("unconvertedLines", equalTo(1));
        get("silent", "cohorts?to=2026-01&asOf=2026-04-01").body("unconvertedLines", equalTo(0));

        rows.knownAt("2026-07-03T12:00:00Z", 20, 2)
                .rate("USD", "2026-01-15", "5")
                .learn("Acme", "Bela");

        get("silent", "mrr/statement?" + MONTHS)
                .body("months.closing", contains("100.00", "600.00", "600.00"))
                .body("unconvertedLines", equalTo(0));
        get("silent", "metrics/mrr?groupBy=sector&" + MONTHS).body("unconvertedLines", nullValue());
        get("silent", "cohorts?to=2026-03&asOf=2026-04-01").body("unconvertedLines", equalTo(0));
        get("silent", "mrr/unconverted-lines").body("items", hasSize(0));
        get("silent", "mrr/statement?knownAt=2026-07-02T18:00:00Z&" + MONTHS).body("unconvertedLines", equalTo(1));
    }

    @Test
    void listsTheLines() {
        aDollarLineBesideReais("listed")
                .lineIn("EUR", "Acme", "Euro line", "2026-03-01", "2026-06-01", "7")
                .learn("Acme", "Bela");

        get("listed", "mrr/unconverted-lines?sort=from")
                .body("items.mrr.currency", contains("USD", "EUR"))
                .body("items.mrr.amount", contains("100.00", "7.00"))
                .body("items.accountName", contains("Bela", "Acme"))
                .body("items.from", contains("2026-02-01", "2026-03-01"))
                .body("items.until", contains(null, "2026-06-01"))
                .body("items[0].lineId", equalTo(LedgerRows.id("Dollar line").toString()));
        get("listed", "mrr/unconverted-lines?currency=EUR").body("items.accountName", contains("Acme"));
        get("listed", "mrr/unconverted-lines?account=" + LedgerRows.id("Bela"))
                .body("items.accountName", contains("Bela"));
        String token = get("listed", "mrr/unconverted-lines?sort=-accountName&pageSize=1")
                .body("items.accountName", contains("Bela"))
                .extract()
                .path("nextPageToken");
        get("listed", "mrr/unconverted-lines?sort=-accountName&pageSize=1&pageToken=" + token)
                .body("items.accountName", contains("Acme"))
                .body("nextPageToken", nullValue());
        assertEquals(
                "lineId,accountId,accountName,productId,productName,mrr,currency,from,until\r\n%s,%s,Bela,%s,,100.00,USD,2026-02-01,\r\n"
                        .formatted(LedgerRows.id("Dollar line"), LedgerRows.id("Bela"), LedgerRows.id("product")),
                given().auth()
                        .oauth2(Issuer.token("listed", "vera", "viewer"))
                        .accept("text/csv")
                        .get("/v1/mrr/unconverted-lines?currency=USD")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    /** Acme pays 100 BRL from January on, Bela 100 USD from February on. */
    private static LedgerRows aDollarLineBesideReais(String tenant) {
        return LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "Real line", "2026-01-01", "", "100", "")
                .account("Bela")
                .lineIn("USD", "Bela", "Dollar line", "2026-02-01", "", "100");
    }

    private static ValidatableResponse get(String tenant, String path) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/" + path)
                .then()
                .statusCode(200);
    }
}
