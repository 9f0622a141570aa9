package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.MetricApiTest.get;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scheduled churn as its users see it. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ScheduledApiTest {
    /** CRM 100 from January 10 to May 5; ERP 50 from March 12 to March 20; Bela's BI 30 from February 1 to March 15, suspended from February 10 to March 5. */
    private static LedgerRows threeLines(String tenant) {
        return LedgerRows.of(tenant)
                .knownAt("2026-01-02T12:00:00Z", 10, 1)
                .account("Acme")
                .inGroup("Acme", "region", "ever", "Sul")
                .line("Acme", "CRM", "2026-01-10", "2026-05-05", "100", "")
                .line("Acme", "ERP", "2026-03-12", "2026-03-20", "50", "")
                .account("Bela")
                .inGroup("Bela", "region", "ever", "Sul")
                .line("Bela", "BI", "2026-02-01", "2026-03-15", "30", "")
                .freeze("Bela", "2026-02-10", "2026-03-05")
                .learn("Acme", "Bela");
    }

    @Test
    void isWhatIsServedAndEndsAfterToday() {
        threeLines("sched");
        String months = "scheduled_churn_mrr?from=2026-01&to=2026-05&asOf=";

        // January's end, February's end (Bela suspended), today or March's end, April's end, May's end
        get("sched", months + "2026-03-04")
                .body("series.value", contains("100.00", "100.00", "100.00", "100.00", "0.00"));
        get("sched", months + "2026-03-05")
                .body("series.value", contains("100.00", "100.00", "130.00", "100.00", "0.00"));
        get("sched", months + "2026-03-14")
                .body("series.value", contains("100.00", "100.00", "180.00", "100.00", "0.00"))
                .body("series.n", contains(1, 1, 2, 1, 0));
        get("sched", months + "2026-03-15")
                .body("series.value", contains("100.00", "100.00", "150.00", "100.00", "0.00"));
        get("sched", months + "2026-05-04")
                .body("series.value", contains("100.00", "100.00", "100.00", "100.00", "100.00"));
        get("sched", months + "2026-05-05").body("series.value", contains("0.00", "0.00", "0.00", "0.00", "0.00"));
        get("sched", months + "2025-12-31")
                .body("series.value", contains("100.00", "100.00", "100.00", "100.00", "0.00"));
        get("sched", "scheduled_churn_mrr?granularity=QUARTER&from=2026-01&to=2026-06&asOf=2026-02-09")
                .body("series.value", contains("130.00", "0.00"))
                .body("series.n", contains(2, 0));
    }

    @Test
    void isTheSameOfAllAccountsAsOfAllOfThemChosen() {
        threeLines("sched-same")
                .knownAt("2026-01-03T12:00:00Z", 20, 2)
                .account("Cita")
                .inGroup("Cita", "region", "ever", "Sul")
                .line("Cita", "Cita CRM", "2025-11-15", "2026-02-15", "70", "")
                .line("Cita", "Cita CRM", "2026-02-15", "2026-06-15", "77", "READJUSTMENT")
                .line("Cita", "Cita ERP", "2026-02-28", "2026-04-30", "8", "")
                .freeze("Cita", "2026-04-10", "2026-04-30")
                .freeze("Cita", "2026-04-20", "")
                .learn("Cita");

        for (LocalDate asOf = LocalDate.parse("2025-10-25");
                asOf.isBefore(LocalDate.parse("2026-07-05"));
                asOf = asOf.plusDays(3)) {
            for (String granularity : List.of("MONTH", "QUARTER")) {
                String question =
                        "scheduled_churn_mrr?from=2025-11&to=2026-07&asOf=" + asOf + "&granularity=" + granularity;
                String all =
                        get("sched-same", question).statusCode(200).extract().asString();
                assertEquals(
                        all,
                        get("sched-same", question + "&region=Sul&sector=NONE")
                                .extract()
                                .asString(),
                        question);
            }
        }
    }

    @Test
    void givesTheSameBytesAgainForAnEarlierKnownAt() {
        LedgerRows rows = threeLines("sched-known");
        String question = "scheduled_churn_mrr?from=2026-01&to=2026-09&asOf=2026-03-14";
        String before = get("sched-known", question).extract().asString();

        rows.knownAt("2026-06-03T08:00:00Z", 20, 2)
                .line("Acme", "CRM", "2026-05-05", "2026-08-05", "110", "RENEWAL")
                .learn("Acme");

        get("sched-known", question)
                .body(
                        "series.value",
                        contains("0.00", "0.00", "80.00", "0.00", "110.00", "110.00", "110.00", "0.00", "0.00"))
                .body("series.n", contains(0, 0, 2, 0, 1, 1, 1, 0, 0));
        assertEquals(
                before,
                get("sched-known", question + "&knownAt=2026-01-02T12:00:00Z")
                        .extract()
                        .asString());
        get("sched-known", "scheduled_churn_mrr?from=2026-02&to=2026-03&asOf=2026-03-14&knownAt=2026-01-01T12:00:00Z")
                .body("series.n", contains(0, 0));
    }
}
