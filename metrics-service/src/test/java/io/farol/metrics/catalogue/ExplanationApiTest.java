package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.MetricApiTest.get;
import static io.farol.metrics.catalogue.MetricApiTest.twoAccounts;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The accounts behind a metric's value, as JSON and as a table; series as tables. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ExplanationApiTest {

    @Test
    void explainsAValueAsATable() {
        twoAccounts("explained-table");

        assertEquals(
                """
                accountId,accountName,numerator,denominator\r
                %s,Acme,0.00,150.00\r
                %s,Bela,50.00,50.00\r
                """.formatted(LedgerRows.id("Acme"), LedgerRows.id("Bela")),
                table("explained-table", "nrr/explain?period=2026-03&sort=accountName"));
        assertEquals(
                LedgerRows.id("Bela") + ";Bela;50,00;50,00",
                table("explained-table", "nrr/explain?period=2026-03&sort=-accountName&locale=pt-BR")
                        .lines()
                        .toList()
                        .get(1));
    }

    private static String table(String tenant, String path) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .accept("text/csv")
                .get("/v1/metrics/" + path)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
    }

    @Test
    void explainsAValueAccountByAccount() {
        twoAccounts("explained");

        get("explained", "nrr/explain?period=2026-03")
                .body("items", hasSize(2))
                .body("items.find { it.accountName == 'Acme' }.numerator", equalTo("0.00"))
                .body("items.find { it.accountName == 'Acme' }.denominator", equalTo("150.00"))
                .body("items.find { it.accountName == 'Bela' }.numerator", equalTo("50.00"));
        get("explained", "churned_mrr/explain?period=2026-Q2&groupBy=region&group=Sul")
                .body("items.accountName", contains("Bela"))
                .body("items.numerator", contains("50.00"));
        get("explained", "logo_churn_rate/explain?period=2026-04").body("items.numerator", hasItems("0", "1"));
        get("explained", "life_time/explain?period=2026-06")
                .body("items.find { it.accountName == 'Bela' }.numerator", equalTo("2"));
        String token = get("explained", "mrr/explain?period=2026-02&pageSize=1&sort=-numerator")
                .body("items.accountName", contains("Acme"))
                .extract()
                .path("nextPageToken");
        get("explained", "mrr/explain?period=2026-02&pageSize=1&sort=-numerator&pageToken=" + token)
                .body("items.accountName", contains("Bela"))
                .body("nextPageToken", nullValue());
        get("explained", "mrr/explain?period=2026-02&groupBy=product&group=x")
                .statusCode(400)
                .body("code", equalTo("NOT_EXPLAINED_BY_ACCOUNTS"));
    }

    @Test
    void saysUnderWhichConventionsAndFromWhereAValueIsExplained() {
        twoAccounts("explained-how");

        assertEquals(
                """
                {"metric":"nrr","unit":"RATIO","convention":"COHORT","freeze":"NEUTRAL","logo":"GROUP","window":3,"period":"2026-05","group":"Sul","currency":"BRL",\
                "items":[{"accountId":"%s","accountName":"Acme","numerator":"150.00","denominator":"150.00"}],"nextPageToken":"?","total":{"value":2,"isExact":true},\
                "asOf":"2026-07-01","knownAt":"2026-07-02T12:00:00Z","unconvertedLines":0,"freshness":[{"source":"accounts","position":"acc.e1.1.10","isCaughtUp":true,"lagSeconds":0}]}""".formatted(LedgerRows.id("Acme")),
                get(
                                "explained-how",
                                "nrr/explain?period=2026-05&window=3&freeze=NEUTRAL&logo=GROUP&groupBy=region&group=Sul&asOf=2026-07-01&count=true&pageSize=1&sort=accountName")
                        .statusCode(200)
                        .extract()
                        .asString()
                        .replaceFirst("nextPageToken\":\"[^\"]+", "nextPageToken\":\"?"));
        get("explained-how", "ttfv_days/explain?period=2026-05&asOf=2026-07-01")
                .body("freshness.source", contains("accounts", "onboarding"));
    }

    @Test
    void explainsTheSameBytesAgainForAnEarlierKnownAt() {
        twoAccounts("explained-again");
        String question = "mrr/explain?period=2026-02&asOf=2026-07-01";
        String before = get("explained-again", question).extract().asString();

        learnMore("explained-again");

        get("explained-again", question)
                .body("items", hasSize(3))
                .body("knownAt", equalTo("2026-07-03T08:00:00.000001Z"));
        assertEquals(
                before,
                get("explained-again", question + "&knownAt=2026-07-02T12:00:00Z")
                        .extract()
                        .asString());
    }

    @Test
    void pagesThroughTheAccountsOfTheFirstMoment() {
        twoAccounts("explained-paged");
        String question = "mrr/explain?period=2026-02&pageSize=1&sort=-numerator";
        String token = get("explained-paged", question)
                .body("items.numerator", contains("150.00"))
                .extract()
                .path("nextPageToken");

        learnMore("explained-paged");

        get("explained-paged", question + "&pageToken=" + token)
                .statusCode(200)
                .body("items.numerator", contains("50.00"))
                .body("knownAt", equalTo("2026-07-02T12:00:00Z"))
                .body("nextPageToken", nullValue());
        for (String other : List.of(
                question.replace("2026-02", "2026-03"),
                question + "&knownAt=2026-07-03T08:00:00.000001Z",
                question + "&asOf=2026-06-30",
                question + "&region=Sul",
                question.replace("mrr", "arr"))) {
            get("explained-paged", other + "&pageToken=" + token)
                    .statusCode(400)
                    .body("code", equalTo("INVALID_PAGE_TOKEN"));
        }
    }

    /** There is a third account, between the two by MRR, and the first has more. */
    private static void learnMore(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-07-03T08:00:00.000001Z", 11, 2)
                .account("Cita")
                .line("Cita", "Cita line", "2026-02-01", "", "70", "")
                .line("Acme", "More", "2026-02-01", "", "500", "")
                .learn("Acme", "Cita");
    }

    @Test
    void givesASeriesAsATable() {
        twoAccounts("series-table");

        assertEquals(
                """
                period,group,groupLabel,value,exIndexation,ofWhichFrozen,median,p75,p90,kaplanMeierMean,kaplanMeierMedian,lifeTime,censoredShare,numerator,denominator,n,excluded,flags\r
                2026-02,Sul,Sul,1.500000,1.100000,0.00,,,,,,,,150.00,100.00,1,0,\r
                2026-02,NONE,No region,,,0.00,,,,,,,,0.00,0.00,0,0,NO_DENOMINATOR\r
                """,
                given().auth()
                        .oauth2(Issuer.token("series-table", "vera", "viewer"))
                        .accept("text/csv")
                        .get("/v1/metrics/nrr?from=2026-02&to=2026-02&asOf=2026-07-01&groupBy=region")
                        .then()
                        .statusCode(200)
                        .contentType("text/csv")
                        .extract()
                        .asString());
        given().auth()
                .oauth2(Issuer.token("series-table", "vera", "viewer"))
                .accept("text/csv")
                .get("/v1/cohorts?asOf=2026-02-28&measure=MRR")
                .then()
                .statusCode(200)
                .body(equalTo("""
                        cohort,offset,period,value,accounts,mrr,flags\r
                        2026-01,0,2026-01,1.000000,1,100.00,\r
                        2026-01,1,2026-02,1.500000,1,150.00,\r
                        2026-02,0,2026-02,1.000000,1,50.00,\r
                        """));
    }
}
