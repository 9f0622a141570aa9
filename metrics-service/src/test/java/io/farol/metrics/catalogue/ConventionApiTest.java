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
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures at the rates of the day, and of families that count once, worked out by hand. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ConventionApiTest {
    private static final String MONTHS = "?from=2026-01&to=2026-05&asOf=2026-12-31";

    /** 100 EUR at 5.00, then 5.50 (by way of 5.20) and 6.00; 150 EUR from 10 April on; suspended on 10 May. */
    @Test
    void saysWhatTheRatesDidToWhatWasHeld() {
        anExporter("abroad");

        get("abroad", "mrr/statement" + MONTHS)
                .body("convention.fx", nullValue())
                .body("months.closing", contains("500.00", "500.00", "500.00", "930.00", "0.00"))
                .body("months.fx", contains("0.00", "0.00", "0.00", "0.00", "0.00"));
        get("abroad", "mrr/statement" + MONTHS + "&fx=CURRENT")
                .body("convention.fx", equalTo("CURRENT"))
                .body("months.new", contains("500.00", "0.00", "0.00", "0.00", "0.00"))
                .body("months.fx", contains("0.00", "50.00", "50.00", "5.00", "45.00"))
                .body("months.expansion", contains("0.00", "0.00", "0.00", "310.00", "0.00"))
                .body("months.freeze", contains("0.00", "0.00", "0.00", "0.00", "960.00"))
                .body("months.closing", contains("500.00", "550.00", "600.00", "915.00", "0.00"))
                .body("months.frozen", contains("0.00", "0.00", "0.00", "0.00", "1050.00"))
                .body("months.counts.closing", contains(1, 1, 1, 1, 1))
                .body("months.counts.frozen", contains(0, 0, 0, 0, 1));
        for (String filter :
                List.of("sector=Varejo", "sector=Varejo&country=NONE", "product=" + LedgerRows.id("product"))) {
            get("abroad", "mrr/statement" + MONTHS + "&fx=CURRENT&groupBy=sector&" + filter)
                    .body("months.closing", contains("500.00", "550.00", "600.00", "915.00", "0.00"))
                    .body("months[3].groups.group", contains("Varejo", "NONE"))
                    .body("months[3].groups.fx", contains("5.00", "0.00"));
        }
        get("abroad", "mrr/statement" + MONTHS + "&fx=CURRENT&groupBy=product")
                .body("months[3].groups.fx", contains("5.00"))
                .body("months[4].groups.frozen", contains("1050.00"));
        get("abroad", "mrr/statement" + MONTHS + "&fx=CURRENT&tag=none")
                .body("months.closing", contains("0.00", "0.00", "0.00", "0.00", "0.00"));
    }

    @Test
    void knowsNoRatesOfDaysToCome() {
        anExporter("today");

        get("today", "mrr/statement?from=2026-01&to=2026-03&asOf=2026-02-15&fx=CURRENT")
                .body("months.closing", contains("500.00", "520.00", "520.00"))
                .body("months.fx", contains("0.00", "20.00", "0.00"))
                .body("months.flags", contains(List.of(), List.of("PARTIAL"), List.of("FUTURE")));
        assertEquals(
                "2026-02,,,500.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,20.00,0.00,0.00,520.00,0.00,1,0,0,0,0,0,0,0,1,0,PARTIAL",
                given().auth()
                        .oauth2(Issuer.token("today", "vera", "viewer"))
                        .accept("text/csv")
                        .get("/v1/mrr/statement?from=2026-01&to=2026-03&asOf=2026-02-15&fx=CURRENT")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .lines()
                        .toList()
                        .get(2));
    }

    @Test
    void movesRetentionWithTheRatesWhenAskedTo() {
        anExporter("moves");

        get("moves", "metrics/mrr" + MONTHS + "&fx=CURRENT")
                .body("fx", equalTo("CURRENT"))
                .body("logo", nullValue())
                .body("series.value", contains("500.00", "550.00", "600.00", "915.00", "0.00"));
        get("moves", "metrics/nrr" + MONTHS).body("fx", nullValue()).body("series[2].value", equalTo("1.000000"));
        for (String convention : List.of("COHORT", "ROLL_FORWARD")) {
            get("moves", "metrics/nrr" + MONTHS + "&fx=CURRENT&convention=" + convention)
                    .body("series.value", contains(null, "1.100000", "1.090909", "1.525000", "0.000000"));
        }
        get("moves", "metrics/nrr" + MONTHS + "&fx=CURRENT&freeze=NEUTRAL")
                .body("series[4].value", equalTo("1.147541"));
        get("moves", "metrics/nrr" + MONTHS + "&fx=CURRENT&window=3&sector=Varejo&country=NONE")
                .body("series[3].value", equalTo("1.830000"))
                .body("series[4].ofWhichFrozen", equalTo("1050.00"));
        get("moves", "metrics/grr" + MONTHS + "&fx=CURRENT").body("series[2].value", equalTo("1.000000"));
        get("moves", "metrics/net_new_mrr" + MONTHS + "&fx=CURRENT")
                .body("series.value", contains("500.00", "50.00", "50.00", "315.00", "-915.00"));
        get("moves", "metrics/frozen_mrr" + MONTHS + "&fx=CURRENT").body("series[4].value", equalTo("1050.00"));
        get("moves", "metrics/average_ticket" + MONTHS + "&fx=CURRENT")
                .body("series[2].value", equalTo("600.00"))
                .body("series[2].median", equalTo("600.00"));
        get("moves", "metrics/expansion_mrr/explain?period=2026-04&fx=CURRENT&asOf=2026-12-31")
                .body("items", hasSize(1))
                .body("items[0].accountName", equalTo("Acme"))
                .body("items[0].numerator", equalTo("310.00"));
        given().auth()
                .oauth2(Issuer.token("moves", "vera", "viewer"))
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "queries",
                        List.of(Map.of(
                                "metric", "mrr", "from", "2026-03", "to", "2026-03", "fx", "CURRENT", "logo",
                                "GROUP"))))
                .post("/v1/metric-queries")
                .then()
                .statusCode(200)
                .body("results[0].fx", equalTo("CURRENT"))
                .body("results[0].logo", equalTo("GROUP"))
                .body("results[0].series[0].value", equalTo("600.00"));
    }

    /** A mother with two daughters, and one that stands alone. */
    @Test
    void countsAMotherWithHerDaughtersOnce() {
        aFamily("family");
        String months = "?from=2026-01&to=2026-07&asOf=2026-12-31";

        get("family", "mrr/statement" + months + "&logo=GROUP&groupBy=sector")
                .body("convention.logo", equalTo("GROUP"))
                .body("months.new", contains("110.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"))
                .body("months.expansion", contains("0.00", "80.00", "0.00", "0.00", "0.00", "0.00", "0.00"))
                .body("months.contraction", contains("0.00", "0.00", "0.00", "30.00", "100.00", "0.00", "0.00"))
                .body("months.churn", contains("0.00", "0.00", "0.00", "0.00", "0.00", "50.00", "0.00"))
                .body("months.reactivation", contains("0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "20.00"))
                .body("months.closing", contains("110.00", "190.00", "190.00", "160.00", "60.00", "10.00", "30.00"))
                .body("months.counts.closing", contains(2, 2, 2, 2, 2, 1, 2))
                .body("months[1].groups.group", contains("Holding", "Varejo", "NONE"))
                .body("months[1].groups.closing", contains("180.00", "10.00", "0.00"))
                .body("months[4].groups.closing", contains("50.00", "10.00", "0.00"));
        get("family", "mrr/statement" + months + "&logo=GROUP&sector=Varejo")
                .body("months.closing", contains("10.00", "10.00", "10.00", "10.00", "10.00", "10.00", "10.00"));
        get("family", "metrics/average_ticket" + months + "&logo=GROUP")
                .body("logo", equalTo("GROUP"))
                .body("series[1].value", equalTo("95.00"))
                .body("series[1].median", equalTo("95.00"))
                .body("series[1].n", equalTo(2));
        get("family", "metrics/average_ticket" + months + "&logo=GROUP&groupBy=sector")
                .body("series.findAll { it.period == '2026-02' }.value", contains("180.00", "10.00", null));
        get("family", "metrics/average_ticket" + months).body("series[1].value", equalTo("47.50"));
        get("family", "metrics/logo_churn_rate" + months)
                .body(
                        "series.value",
                        contains(null, "0.000000", "0.000000", "0.250000", "0.333333", "0.500000", "0.000000"));
        for (String filter : List.of("", "&country=NONE", "&country=NONE&region=NONE")) {
            get("family", "metrics/logo_churn_rate" + months + "&logo=GROUP" + filter)
                    .body(
                            "series.value",
                            contains(null, "0.000000", "0.000000", "0.000000", "0.000000", "0.500000", "0.000000"));
            get("family", "metrics/life_time" + months + "&logo=GROUP" + filter)
                    .body("series[5].value", equalTo("5.000000"))
                    .body("series[5].excluded", equalTo(1))
                    .body("series[6].value", nullValue());
        }
        get("family", "metrics/nrr" + months + "&logo=GROUP&window=3&groupBy=sector")
                .body("series.findAll { it.period == '2026-04' }.value", contains("1.500000", "1.000000", null));
        get("family", "metrics/grr" + months + "&logo=GROUP&window=3").body("series[3].value", equalTo("1.000000"));
        get("family", "metrics/mrr/explain?period=2026-02&logo=GROUP&sort=-numerator&asOf=2026-12-31")
                .body("items.accountName", contains("Mãe", "Solo"))
                .body("items.numerator", contains("180.00", "10.00"));
        get("family", "metrics/life_time/explain?period=2026-06&logo=GROUP&asOf=2026-12-31")
                .body("items.findAll { it.denominator == '1' }.accountName", contains("Mãe"))
                .body("items.find { it.accountName == 'Mãe' }.numerator", equalTo("5"));
    }

    /** A daughter who came in March belongs to the cohort of her mother's January; the exporter's 100 EUR are worth 5.50 and 6.00 later. */
    @Test
    void tellsCohortsByTheSameConventions() {
        anExporter("cohort-abroad");
        String months = "cohorts?measure=MRR&to=2026-03&asOf=2026-12-31";
        for (String filter : List.of("", "&sector=Varejo&country=NONE")) {
            get("cohort-abroad", months + filter)
                    .body("convention.fx", nullValue())
                    .body("cohorts[0].cells.mrr", contains("500.00", "500.00", "500.00"));
            get("cohort-abroad", months + "&fx=CURRENT" + filter)
                    .body("convention.fx", equalTo("CURRENT"))
                    .body("cohorts.cohort", contains("2026-01"))
                    .body("cohorts[0].cells.value", contains("1.000000", "1.100000", "1.200000"));
        }

        LedgerRows.of("cohort-family")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Mother")
                .line("Mother", "Mother line", "2026-01-01", "", "100", "")
                .account("Daughter")
                .line("Daughter", "Daughter line", "2026-03-01", "", "50", "")
                .parent("Daughter", "Mother")
                .learn("Mother", "Daughter");
        get("cohort-family", months).body("cohorts.cohort", contains("2026-01", "2026-03"));
        get("cohort-family", months + "&logo=GROUP")
                .body("convention.logo", equalTo("GROUP"))
                .body("cohorts.cohort", contains("2026-01"))
                .body("cohorts[0].accounts", equalTo(1))
                .body("cohorts[0].cells.mrr", contains("100.00", "100.00", "150.00"));
        get("cohort-family", "cohorts?measure=MRR&from=2026-02&to=2026-03&asOf=2026-12-31&logo=GROUP")
                .body("cohorts", hasSize(0));
        given().auth()
                .oauth2(Issuer.token("cohort-family", "vera", "viewer"))
                .get("/v1/cohorts?from=2026-03&to=2026-02")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("to"));
    }

    /** One billed, one suspended: the family pays, and what is frozen is the daughter's. */
    @Test
    void keepsADaughtersFreezeApart() {
        LedgerRows.of("half-frozen")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Mother")
                .lineOf("crm", "Mother", "Mother crm", "2026-01-01", "", "100", "")
                .account("Daughter")
                .lineOf("chat", "Daughter", "Daughter chat", "2026-01-01", "", "50", "")
                .freeze("Daughter", "2026-02-10", "2026-03-10")
                .parent("Daughter", "Mother")
                .learn("Mother", "Daughter");

        get("half-frozen", "mrr/statement" + MONTHS + "&logo=GROUP&groupBy=product")
                .body("months.freeze", contains("0.00", "50.00", "0.00", "0.00", "0.00"))
                .body("months.unfreeze", contains("0.00", "0.00", "50.00", "0.00", "0.00"))
                .body("months.counts.frozen", contains(0, 0, 0, 0, 0))
                .body("months[1].groups.freeze", hasItems("50.00", "0.00"))
                .body("months[1].groups.transferIn", contains("0.00", "0.00"))
                .body("months[2].groups.transferOut", contains("0.00", "0.00"));
        get("half-frozen", "metrics/average_ticket" + MONTHS + "&logo=GROUP")
                .body("series.value", contains("150.00", "100.00", "150.00", "150.00", "150.00"));
        get("half-frozen", "metrics/nrr" + MONTHS + "&logo=GROUP")
                .body("series[1].value", equalTo("0.666667"))
                .body("series[1].ofWhichFrozen", equalTo("50.00"));
        get("half-frozen", "metrics/nrr" + MONTHS + "&logo=GROUP&freeze=NEUTRAL")
                .body("series[1].value", equalTo("1.000000"));
    }

    @Test
    void losesNoMrrInCirclesAndBehindUnknownParents() {
        LedgerRows rows = LedgerRows.of("circles").knownAt("2026-07-02T12:00:00Z", 10, 1);
        for (String name : List.of("P", "Q", "R", "S", "T")) {
            rows.account(name).line(name, name + " line", "2026-01-01", "", "10", "");
        }
        rows.parent("P", "Q")
                .parent("Q", "R")
                .parent("R", "Q")
                .parent("S", "S")
                .parent("T", "nobody")
                .learn("P", "Q", "R", "S", "T");

        get("circles", "mrr/statement" + MONTHS + "&logo=GROUP")
                .body("months.closing", contains("50.00", "50.00", "50.00", "50.00", "50.00"))
                .body("months[0].counts.closing", equalTo(3));
    }

    @Test
    void givesTheFamiliesOfThenForAnEarlierKnownAt() {
        LedgerRows rows = LedgerRows.of("wedding")
                .knownAt("2026-04-02T12:00:00Z", 10, 1)
                .account("Uno")
                .line("Uno", "Uno line", "2026-01-01", "", "10", "")
                .account("Due")
                .line("Due", "Due line", "2026-01-01", "", "20", "")
                .learn("Uno", "Due");
        rows.knownAt("2026-05-02T12:00:00Z", 20, 2).parent("Due", "Uno");

        get("wedding", "metrics/average_ticket" + MONTHS + "&logo=GROUP").body("series[0].value", equalTo("30.00"));
        get("wedding", "metrics/average_ticket" + MONTHS + "&logo=GROUP&knownAt=2026-05-01T00:00:00Z")
                .body("series[0].value", equalTo("15.00"));
    }

    @Test
    void refusesWhatItDoesNotTell() {
        refused("life_time" + MONTHS + "&fx=CURRENT", "CONVENTION_WITHOUT_EFFECT", "fx");
        refused("ttfv_days" + MONTHS + "&logo=GROUP", "CONVENTION_WITHOUT_EFFECT", "logo");
        refused("acv" + MONTHS + "&fx=CURRENT", "CONVENTION_NOT_AVAILABLE", "fx");
        refused("scheduled_churn_mrr" + MONTHS + "&logo=GROUP", "CONVENTION_NOT_AVAILABLE", "logo");
        refused(
                "nrr" + MONTHS + "&fx=CURRENT&convention=ROLL_FORWARD&freeze=NEUTRAL",
                "CONVENTION_NOT_AVAILABLE",
                "freeze");
        refused("mrr" + MONTHS + "&fx=CURRENT&groupBy=product&sector=A", "CONVENTION_NOT_AVAILABLE", "groupBy");
        refused("nrr" + MONTHS + "&fx=CURRENT&groupBy=product", "UNKNOWN_VALUE", "groupBy");
        refused("mrr" + MONTHS + "&fx=YESTERDAY", "UNKNOWN_VALUE", "fx");
        get("empty", "mrr/statement" + MONTHS + "&logo=GROUP&groupBy=product&sector=A")
                .statusCode(400)
                .body("code", equalTo("CONVENTION_NOT_AVAILABLE"));
        get("empty", "metrics")
                .body("items.find { it.key == 'nrr' }.fxTreatments", contains("AT_START", "CURRENT"))
                .body("items.find { it.key == 'nrr' }.logoTreatments", contains("ACCOUNT", "GROUP"))
                .body("items.find { it.key == 'life_time' }.fxTreatments", contains("AT_START"))
                .body("items.find { it.key == 'acv' }.logoTreatments", contains("ACCOUNT"));
    }

    private static void refused(String question, String code, String parameter) {
        get("empty", "metrics/" + question)
                .statusCode(400)
                .body("code", equalTo(code))
                .body("errors[0].parameter", equalTo(parameter));
    }

    private static void anExporter(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .rate("EUR", "2026-01-01", "5.00")
                .rate("EUR", "2026-02-03", "5.20")
                .rate("EUR", "2026-02-20", "5.50")
                .rate("EUR", "2026-03-05", "6.00")
                .rate("EUR", "2026-04-01", "6.20")
                .rate("EUR", "2026-04-20", "6.10")
                .rate("EUR", "2026-05-05", "6.40")
                .rate("EUR", "2026-05-20", "7.00")
                .account("Acme")
                .inGroup("Acme", "sector", "ever", "Varejo")
                .lineIn("EUR", "Acme", "Acme crm", "2026-01-15", "2026-04-10", "100")
                .lineIn("EUR", "Acme", "Acme crm", "2026-04-10", "", "150")
                .freeze("Acme", "2026-05-10", "")
                .learn("Acme");
    }

    private static void aFamily(String tenant) {
        LedgerRows.of(tenant)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Mãe")
                .inGroup("Mãe", "sector", "ever", "Holding")
                .line("Mãe", "Mãe line", "2026-01-01", "2026-05-20", "100", "")
                .account("Filha A")
                .inGroup("Filha A", "sector", "ever", "Varejo")
                .line("Filha A", "Filha A line", "2026-02-01", "2026-06-05", "50", "")
                .account("Filha B")
                .line("Filha B", "Filha B line", "2026-02-15", "2026-04-11", "30", "")
                .line("Filha B", "Filha B other", "2026-07-01", "", "20", "")
                .account("Solo")
                .inGroup("Solo", "sector", "ever", "Varejo")
                .line("Solo", "Solo line", "2026-01-01", "", "10", "")
                .parent("Filha A", "Mãe")
                .parent("Filha B", "Filha A")
                .learn("Mãe", "Filha A", "Filha B", "Solo");
    }

    private static ValidatableResponse get(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/" + query)
                .then();
    }
}
