package io.farol.metrics.catalogue;

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
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Metrics as their users see them, from ledger rows worked out by hand. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class MetricApiTest {

    @Test
    void answersExampleTwo() {
        LedgerRows rows = LedgerRows.of("ex-two").knownAt("2026-04-02T12:00:00Z", 4711, 0xa1f);
        for (String[] group : new String[][] {{"total", ""}, {"tier", "TIER_1"}}) {
            rows.cell(group[0], group[1], "NEW", "2025-01", "100000", 12)
                    .cell(group[0], group[1], "EXPANSION", "2025-09", "8400", 4)
                    .cell(group[0], group[1], "READJUSTMENT", "2025-10", "3600", 9);
        }

        String body = get(
                        "ex-two",
                        "nrr?from=2026-03&to=2026-03&granularity=MONTH&window=12&groupBy=tier&asOf=2026-03-31")
                .statusCode(200)
                .extract()
                .asString();

        assertEquals("""
                {"metric":"nrr","unit":"RATIO","convention":"COHORT","window":12,"currency":"BRL","asOf":"2026-03-31","knownAt":"2026-04-02T12:00:00Z",\
                "groups":[{"key":"TIER_1","label":"Tier 1"},{"key":"NONE","label":"No tier"}],"series":[\
                {"period":"2026-03","group":"TIER_1","value":"1.120000","exIndexation":"1.084000","ofWhichFrozen":"0.00","numerator":"112000.00","denominator":"100000.00","n":12,"excluded":0,"flags":[]},\
                {"period":"2026-03","group":"NONE","value":null,"ofWhichFrozen":"0.00","numerator":"0.00","denominator":"0.00","n":0,"excluded":0,"flags":["NO_DENOMINATOR"]}],\
                "freshness":[{"source":"accounts","position":"acc.e1.a1f.4711","isCaughtUp":true,"lagSeconds":0}]}""", body);
    }

    @Test
    void givesTheSameForChosenAccountsAsForTheGroupTheyAre() {
        twoAccounts("picked");

        // Acme 100 -> 150 (40 of it by index) -> frozen; Bela 50 from February on, lost in April
        for (String question : List.of("window=1", "window=3", "granularity=QUARTER", "window=12")) {
            for (String key : List.of(
                    "mrr",
                    "frozen_mrr",
                    "gross_mrr_churn_rate",
                    "net_mrr_churn_rate",
                    "average_ticket",
                    "nrr",
                    "grr",
                    "logo_churn_rate",
                    "life_time",
                    "ltv",
                    "acv",
                    "scheduled_churn_mrr")) {
                String whole = get("picked", key + "?from=2026-01&to=2026-06&asOf=2026-07-01&" + question)
                        .statusCode(200)
                        .extract()
                        .asString();
                for (String filter : List.of(
                        "region=Sul",
                        "region=Sul&sector=NONE",
                        "region=Sul&region=Norte",
                        "region=Sul&region=Norte&sector=NONE")) {
                    String chosen = get(
                                    "picked",
                                    key + "?from=2026-01&to=2026-06&asOf=2026-07-01&" + filter + "&" + question)
                            .extract()
                            .asString();
                    assertEquals(whole, chosen, key + " " + question + " " + filter);
                }
            }
        }
        get("picked", "nrr?from=2026-02&to=2026-04&asOf=2026-07-01&region=Sul")
                .body("series.value", contains("1.500000", "0.250000", "0.000000"))
                .body("series.exIndexation", contains("1.100000", "0.250000", "0.000000"))
                .body("series.ofWhichFrozen", contains("0.00", "150.00", "0.00"));
        get("picked", "logo_churn_rate?from=2026-02&to=2026-04&asOf=2026-07-01&region=Sul&convention=START_PLUS_NEW")
                .body("series.value", contains("0.000000", "0.000000", "0.500000"))
                .body("series.denominator", contains("2", "2", "2"));
    }

    /** By the sums of the two groups, and account by account, since all are without a country. */
    @Test
    void countsAccountsThatMoveBetweenTwoChosenGroups() {
        LedgerRows.of("movers")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .inGroup("Acme", "region", "ever", "Sul")
                .inGroup("Acme", "region", "2026-02-20", "Norte")
                .inGroup("Acme", "region", "2026-04-20", "Leste")
                .line("Acme", "CRM", "2026-01-01", "2026-03-10", "100", "")
                .line("Acme", "CRM", "2026-03-10", "", "130", "")
                .freeze("Acme", "2026-05-05", "")
                .account("Bela")
                .inGroup("Bela", "region", "ever", "Norte")
                .inGroup("Bela", "region", "2026-03-15", "Sul")
                .line("Bela", "BI", "2026-02-01", "2026-05-20", "50", "")
                .account("Cita")
                .inGroup("Cita", "region", "ever", "Leste")
                .line("Cita", "BI", "2026-01-01", "", "7", "")
                .learn("Acme", "Bela", "Cita");
        String months = "?from=2026-01&to=2026-06&asOf=2026-07-01&region=Sul&region=Norte";

        for (String window : List.of("&window=1", "&window=3", "&window=12")) {
            for (String key : List.of(
                    "mrr", "nrr", "grr", "logo_churn_rate", "life_time", "ltv", "average_ticket", "net_new_mrr")) {
                for (String groupBy : List.of("", "&groupBy=region", "&groupBy=sector")) {
                    String question = key + months + window + groupBy;
                    String byGroups =
                            get("movers", question).statusCode(200).extract().asString();
                    assertEquals(
                            get("movers", question + "&country=NONE").extract().<List<Object>>path("series").stream()
                                    .filter(point ->
                                            !((Map<?, ?>) point).get("n").equals(0))
                                    .toList(),
                            JsonPath.from(byGroups).<Object>getList("series").stream()
                                    .filter(point ->
                                            !((Map<?, ?>) point).get("n").equals(0))
                                    .toList(),
                            question);
                }
            }
        }
        get("movers", "mrr" + months)
                .body("series.value", contains("100.00", "150.00", "180.00", "50.00", "0.00", "0.00"));
        get("movers", "nrr" + months + "&window=3")
                .body("series.value", contains(null, null, null, "1.300000", "0.000000", "0.000000"));
    }

    @Test
    void saysHowLongAccountsStayAndWhatTheyAreWorth() {
        twoAccounts("life");

        get("life", "life_time?from=2026-06&to=2026-06&asOf=2026-07-01")
                .body("series[0].value", equalTo("2.000000"))
                .body("series[0].median", equalTo("2.000000"))
                .body("series[0].kaplanMeierMean", equalTo("4.000000"))
                .body("series[0].n", equalTo(2))
                .body("series[0].excluded", equalTo(1))
                .body("series[0].flags", contains("CENSORED"));
        get("life", "ltv?from=2026-03&to=2026-04&asOf=2026-07-01&region=Sul&convention=TICKET_OVER_CHURN")
                .body("series[0].value", nullValue())
                .body("series[0].flags", contains("NO_CHURN"))
                .body("series[1].flags", contains("NO_DENOMINATOR"));
        get("life", "average_ticket?from=2026-02&to=2026-02&asOf=2026-07-01&convention=ANNUAL")
                .body("series[0].value", equalTo("1200.00"))
                .body("series[0].median", equalTo("1200.00"))
                .body("series[0].numerator", equalTo("2400.00"))
                .body("series[0].denominator", equalTo("2"));
    }

    @Test
    void countsSuspendedMrrAsIfItWereBilledWhenAskedTo() {
        twoAccounts("neutral");
        String months = "?from=2026-02&to=2026-04&asOf=2026-07-01&freeze=NEUTRAL";

        // Acme 100 -> 150 (40 of it by index) -> frozen; Bela 50 from February on, lost in April
        for (String filter : List.of("", "&region=Sul", "&region=Sul&sector=NONE")) {
            get("neutral", "nrr" + months + filter)
                    .body("freeze", equalTo("NEUTRAL"))
                    .body("convention", equalTo("COHORT"))
                    .body("series.value", contains("1.500000", "1.000000", "0.750000"))
                    .body("series.exIndexation", contains("1.100000", "1.000000", "0.750000"))
                    .body("series.numerator", contains("150.00", "200.00", "150.00"))
                    .body("series.denominator", contains("100.00", "200.00", "200.00"))
                    .body("series.n", contains(1, 2, 2));
            get("neutral", "grr" + months + filter).body("series.value", contains("1.000000", "1.000000", "0.750000"));
            get("neutral", "nrr" + months + filter + "&convention=ROLL_FORWARD")
                    .body("series.value", contains("1.500000", "1.000000", "0.750000"))
                    .body("series.exIndexation", contains("1.100000", "1.000000", "0.750000"));
            get("neutral", "grr" + months + filter + "&convention=ROLL_FORWARD")
                    .body("series.value", contains("1.000000", "1.000000", "0.750000"));
        }
        get("neutral", "nrr/explain?period=2026-04&freeze=NEUTRAL")
                .body("items.find { it.accountName == 'Acme' }.numerator", equalTo("150.00"))
                .body("items.find { it.accountName == 'Acme' }.denominator", equalTo("150.00"))
                .body("items.find { it.accountName == 'Bela' }.numerator", equalTo("0.00"));
        get("neutral", "grr/explain?period=2026-03&freeze=NEUTRAL&groupBy=region&group=Sul")
                .body("items.find { it.accountName == 'Acme' }.numerator", equalTo("150.00"));
        get("neutral", "mrr" + months)
                .statusCode(400)
                .body("code", equalTo("CONVENTION_WITHOUT_EFFECT"))
                .body("errors[0].parameter", equalTo("freeze"));
        get("neutral", "nrr" + months + "&groupBy=product")
                .statusCode(400)
                .body("errors[0].parameter", equalTo("groupBy"));
    }

    @Test
    void looksBackByProductAtTheLinesThatWereThere() {
        LedgerRows.of("products")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .lineOf("crm", "Acme", "Acme crm", "2026-01-01", "2026-02-10", "100", "")
                .lineOf("crm", "Acme", "Acme crm", "2026-02-10", "", "110", "READJUSTMENT")
                .lineOf("erp", "Acme", "Acme erp", "2026-01-01", "2026-03-15", "50", "")
                .account("Bela")
                .lineOf("crm", "Bela", "Bela crm", "2026-02-01", "2026-02-20", "30", "")
                .lineOf("crm", "Bela", "Bela crm", "2026-02-20", "", "40", "READJUSTMENT")
                .account("Cita")
                .lineOf("bi", "Cita", "Cita bi", "2026-01-01", "", "60", "")
                .lineOf("bi", "Cita", "Cita more bi", "2026-01-15", "2026-02-15", "40", "")
                .freeze("Cita", "2026-03-05", "")
                .learn("Acme", "Bela", "Cita");

        // Bela was not there in January: its readjustment is none of the window's
        String crm = "series.find { it.group == '" + LedgerRows.id("crm") + "' && it.period == '2026-%s' }.%s";
        String erp = "series.find { it.group == '" + LedgerRows.id("erp") + "' && it.period == '2026-%s' }.%s";
        get("products", "nrr?from=2026-02&to=2026-03&asOf=2026-07-01&groupBy=product")
                .body(crm.formatted("02", "value"), equalTo("1.100000"))
                .body(crm.formatted("02", "exIndexation"), equalTo("1.000000"))
                .body(crm.formatted("03", "value"), equalTo("1.000000"))
                .body(crm.formatted("03", "n"), equalTo(2))
                .body(erp.formatted("02", "value"), equalTo("1.000000"))
                .body(erp.formatted("03", "value"), equalTo("0.000000"));
        String bi = "series.find { it.group == '" + LedgerRows.id("bi") + "' && it.period == '2026-%s' }.%s";
        get("products", "grr?from=2026-02&to=2026-04&asOf=2026-07-01&groupBy=product")
                .body(crm.formatted("02", "value"), equalTo("1.000000"))
                .body(erp.formatted("02", "value"), equalTo("1.000000"))
                .body(erp.formatted("03", "value"), equalTo("0.000000"))
                .body(bi.formatted("02", "value"), equalTo("0.600000"))
                .body(bi.formatted("03", "value"), equalTo("0.000000"))
                .body(bi.formatted("04", "value"), nullValue());
        get("products", "logo_churn_rate?from=2026-04&to=2026-04&asOf=2026-07-01&groupBy=product")
                .body(bi.formatted("04", "value"), equalTo("0.000000"));
        get("products", "logo_churn_rate?from=2026-03&to=2026-03&asOf=2026-07-01&groupBy=product")
                .body(crm.formatted("03", "value"), equalTo("0.000000"))
                .body(erp.formatted("03", "value"), equalTo("1.000000"));
    }

    @Test
    void countsALifeWithoutItsGaps() {
        LedgerRows.of("gaps")
                .knownAt("2026-12-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-15", "2026-03-15", "100", "")
                .line("Acme", "CRM", "2026-06-15", "2026-08-15", "100", "")
                .learn("Acme");

        // there at the ends of January, February, June and July
        get("gaps", "life_time?from=2026-02&to=2026-09&asOf=2026-12-01")
                .body("series.excluded", contains(1, 0, 0, 0, 1, 1, 0, 0))
                .body(
                        "series.value",
                        contains(null, "2.000000", "2.000000", "2.000000", null, null, "4.000000", "4.000000"))
                .body(
                        "series.kaplanMeierMean",
                        contains(
                                "2.000000",
                                "2.000000",
                                "2.000000",
                                "2.000000",
                                "3.000000",
                                "4.000000",
                                "4.000000",
                                "4.000000"));
    }

    @Test
    void countsAFullTermAsItsMonths() {
        LedgerRows.of("terms")
                .knownAt("2026-12-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-15", "2026-04-15", "100", "")
                .run("update line_term set term_months = 3 where tenant_id = 'terms'")
                .learn("Acme");

        get("terms", "acv?from=2026-02&to=2026-02&asOf=2026-12-01").body("series.value", contains("1200.00"));
    }

    @Test
    void answersSeveralAtOnce() {
        twoAccounts("several");

        given().auth()
                .oauth2(Issuer.token("several", "vera", "viewer"))
                .contentType("application/json")
                .body("""
                        {"queries":[{"metric":"mrr","from":"2026-01","to":"2026-02"},{"metric":"new_mrr","from":"2026-01","to":"2026-12","granularity":"YEAR","filters":{"region":["Norte"]}}]}""")
                .post("/v1/metric-queries")
                .then()
                .statusCode(200)
                .body("results[0].series.value", contains("100.00", "200.00"))
                .body("results[1].series.value", contains("0.00"))
                .body("results[1].series.period", contains("2026"));
        given().auth()
                .oauth2(Issuer.token("several", "vera", "viewer"))
                .contentType("application/json")
                .body("""
                        {"queries":[{"metric":"mrr","from":"2026-03","to":"2026-02"},{"metric":"happiness","from":"2026-01","to":"2026-12"}]}""")
                .post("/v1/metric-queries")
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/queries/0/to", "/queries/1/metric"));
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        get("nobody", "happiness?from=2026-01&to=2026-01").statusCode(404);
        get("nobody", "nrr?from=2026-01&to=2026-01&window=2")
                .statusCode(400)
                .body("errors[0].parameter", equalTo("window"));
        get("nobody", "nrr?from=2026-01&to=2026-01&convention=MINE")
                .statusCode(400)
                .body("errors[0].parameter", equalTo("convention"));
        get("nobody", "nrr?from=2026-01&to=2026-01&granularity=WEEK")
                .statusCode(400)
                .body("errors[0].parameter", equalTo("granularity"));
        get("nobody", "life_time?from=2026-01&to=2026-01&groupBy=product")
                .statusCode(400)
                .body("errors[0].parameter", equalTo("groupBy"));
        get("nobody", "nrr?from=2026-01&to=2026-01&attr.plan=Pro").statusCode(200);
        get("nobody", "mrr?from=1900-01&to=2733-04").statusCode(200).body("series", hasSize(10_000));
        get("nobody", "mrr?from=1900-01&to=2733-05").statusCode(400).body("code", equalTo("TOO_MANY_POINTS"));
        get("nobody", "nrr/explain?period=2026-13").statusCode(400).body("errors[0].parameter", equalTo("period"));
    }

    /** At the end of January Acme has 100 and Bela 60; Bela leaves, Cita is new and Acme has 150 in the end. */
    @Test
    void comparesWithSixMonthsBefore() {
        LedgerRows.of("half")
                .knownAt("2026-08-02T12:00:00Z", 10, 1)
                .account("Acme")
                .line("Acme", "CRM", "2026-01-01", "2026-06-10", "100", "")
                .line("Acme", "CRM", "2026-06-10", "", "150", "")
                .account("Bela")
                .line("Bela", "BI", "2026-01-01", "2026-05-20", "60", "")
                .account("Cita")
                .line("Cita", "ERP", "2026-03-01", "", "40", "")
                .learn("Acme", "Bela", "Cita");
        String july = "?from=2026-07&to=2026-07&asOf=2026-08-01&window=6";

        get("half", "nrr" + july).body("series.value", contains("0.937500")).body("window", equalTo(6));
        get("half", "grr" + july).body("series.value", contains("0.625000"));
        get("half", "logo_churn_rate" + july).body("series.value", contains("0.500000"));
    }

    @Test
    void listsItsCatalogue() {
        get("nobody", "")
                .body("items.key", hasItems("mrr", "nrr", "ltv"))
                .body("items.find { it.key == 'average_ticket' }.names.'pt-BR'", equalTo("Ticket médio"))
                .body("items.find { it.key == 'grr' }.conventions", contains("COHORT", "ROLL_FORWARD"));
        for (String key : List.of("acv", "scheduled_churn_mrr", "life_time", "ltv", "average_ticket", "nrr")) {
            get("nobody", key + "?from=2026-01&to=2026-03").statusCode(200).body("series", hasSize(3));
            get("nobody", key + "?from=2026-01&to=2026-03&groupBy=sector")
                    .statusCode(200)
                    .body("series", hasSize(3));
        }
        for (String key : List.of("acv", "scheduled_churn_mrr", "average_ticket", "nrr", "mrr")) {
            get("nobody", key + "?from=2026-01&to=2026-03&groupBy=product")
                    .statusCode(200)
                    .body("series", hasSize(0));
        }
    }

    static void twoAccounts(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Acme")
                .inGroup("Acme", "region", "ever", "Sul")
                .line("Acme", "CRM", "2026-01-01", "2026-02-10", "100", "")
                .line("Acme", "CRM", "2026-02-10", "", "140", "READJUSTMENT")
                .line("Acme", "ERP", "2026-02-10", "", "10", "")
                .freeze("Acme", "2026-03-05", "")
                .account("Bela")
                .inGroup("Bela", "region", "ever", "Sul")
                .line("Bela", "BI", "2026-02-01", "2026-04-20", "50", "")
                .learn("Acme", "Bela");
    }

    static ValidatableResponse get(String tenant, String path) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/metrics/" + path)
                .then();
    }
}
