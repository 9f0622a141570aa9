package io.farol.metrics.catalogue;

import static io.farol.metrics.catalogue.MetricApiTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every value of every metric of the catalogue, by groupings of accounts of every kind and under every convention, is the sum of its explanation. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ExplanationTiesApiTest {
    private static final String TENANT = "explained-ties";
    private static final String SEEN = "&asOf=2026-07-01";
    private static boolean isThere;

    private int explained;

    @BeforeEach
    void accountsOfAllKinds() {
        if (isThere) {
            return;
        }
        isThere = true;
        LedgerRows.of(TENANT)
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Grows")
                .inGroup("Grows", "region", "ever", "Sul")
                .inGroup("Grows", "sector", "ever", "Retail")
                .line("Grows", "G1", "2025-03-01", "2026-03-15", "100", "")
                .line("Grows", "G1", "2026-03-15", "", "130", "READJUSTMENT")
                .line("Grows", "G2", "2026-02-10", "", "40", "")
                .account("Leaves")
                .inGroup("Leaves", "region", "ever", "Norte")
                .line("Leaves", "L1", "2025-04-01", "2026-03-20", "50", "")
                .account("Moves")
                .inGroup("Moves", "region", "ever", "Sul")
                .inGroup("Moves", "region", "2026-02-01", "Norte")
                .line("Moves", "M1", "2025-05-01", "2026-03-03", "80", "")
                .line("Moves", "M1", "2026-03-03", "2026-09-01", "60", "")
                .account("Freezes")
                .inGroup("Freezes", "sector", "ever", "Retail")
                .line("Freezes", "F1", "2025-06-01", "", "70", "")
                .freeze("Freezes", "2026-03-05", "")
                .account("Returns")
                .line("Returns", "R1", "2025-03-01", "2025-09-01", "30", "")
                .line("Returns", "R2", "2026-03-10", "", "90", "")
                .account("Comes")
                .inGroup("Comes", "region", "ever", "Norte")
                .line("Comes", "C1", "2026-03-02", "", "20", "")
                .learn("Grows", "Leaves", "Moves", "Freezes", "Returns", "Comes");
    }

    @Test
    void everyValueIsTheSumOfItsExplanation() {
        List<Map<String, Object>> catalogue =
                get("explained-ties", "").extract().jsonPath().getList("items");
        for (Map<String, Object> metric : catalogue) {
            String key = (String) metric.get("key");
            for (String convention : texts(metric, "conventions")) {
                for (String freeze : texts(metric, "freezeTreatments")) {
                    String how = "&convention=" + convention + (freeze.equals("ZERO") ? "" : "&freeze=" + freeze);
                    tie(key, how, null);
                    tie(key, how, "region");
                }
            }
            for (String grouping : texts(metric, "groupings")) {
                if (List.of("sector", "cohort", "attr.*").contains(grouping)) {
                    tie(key, "", grouping.replace("attr.*", "attr.size"));
                }
            }
        }
        assertTrue(explained > 150, explained + " values");
    }

    @Test
    void aFamilyIsExplainedAsOneAccount() {
        LedgerRows.of("explained-family")
                .knownAt("2026-07-02T12:00:00Z", 10, 1)
                .account("Mother")
                .line("Mother", "M1", "2025-03-01", "", "100", "")
                .account("Daughter")
                .parent("Daughter", "Mother")
                .line("Daughter", "D1", "2025-03-01", "2026-02-10", "50", "")
                .account("Other")
                .line("Other", "O1", "2025-03-01", "2026-03-10", "30", "")
                .learn("Mother", "Daughter", "Other");

        List<Map<String, Object>> items = get(
                        "explained-family", "ltv/explain?period=2026-03&logo=GROUP&sort=accountName" + SEEN)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");

        assertEquals(
                List.of("Mother", "Other"),
                items.stream().map(item -> item.get("accountName")).toList());
        assertEquals(
                List.of(
                        Map.of("metric", "average_ticket", "numerator", "0.00", "denominator", "0"),
                        Map.of("metric", "life_time", "numerator", "12", "denominator", "1")),
                items.getLast().get("factors"));
        assertEquals(
                List.of(
                        Map.of("metric", "average_ticket", "numerator", "100.00", "denominator", "1"),
                        Map.of("metric", "life_time", "numerator", "0", "denominator", "0")),
                items.getFirst().get("factors"));
    }

    private void tie(String key, String how, @Nullable String groupBy) {
        String by = groupBy == null ? "" : "&groupBy=" + groupBy;
        List<Map<String, Object>> points = get(TENANT, key + "?from=2026-03&to=2026-03&window=3" + how + by + SEEN)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("series");
        for (Map<String, Object> point : points) {
            String group = groupBy == null ? "" : "&group=" + point.get("group");
            List<Map<String, Object>> items = get(
                            TENANT, key + "/explain?period=2026-03&window=3&pageSize=100" + how + by + group + SEEN)
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getList("items");
            String about = key + how + by + group + " " + point + " of " + items;
            if (key.equals("ltv")) {
                tieFactors(point, items, about);
            } else {
                assertEquals(0, decimal(point, "numerator").compareTo(sum(items, "numerator")), about);
                if (point.get("denominator") != null) {
                    assertEquals(0, decimal(point, "denominator").compareTo(sum(items, "denominator")), about);
                }
            }
            explained++;
        }
    }

    /** A lifetime value is the ticket times the life, or over the churn a month; both follow from the factors. */
    private static void tieFactors(Map<String, Object> point, List<Map<String, Object>> items, String about) {
        List<Map<String, Object>> tickets = new ArrayList<>();
        List<Map<String, Object>> others = new ArrayList<>();
        for (Map<String, Object> item : items) {
            List<Map<String, Object>> factors = factors(item);
            assertEquals("average_ticket", factors.getFirst().get("metric"), about);
            assertEquals(item.get("numerator"), factors.getFirst().get("numerator"), about);
            assertEquals(item.get("denominator"), factors.getFirst().get("denominator"), about);
            tickets.add(factors.getFirst());
            others.add(factors.getLast());
        }
        if (sum(tickets, "denominator").signum() == 0) {
            return;
        }
        BigDecimal ticket = ratio(tickets);
        assertEquals(0, decimal(point, "numerator").compareTo(shownAs(point, "numerator", ticket)), about);
        if (point.get("value") != null) {
            BigDecimal value = point.get("denominator") == null
                    ? ticket.multiply(ratio(others))
                    : ticket.divide(
                            ratio(others).divide(new BigDecimal(3), MathContext.DECIMAL128), MathContext.DECIMAL128);
            assertEquals(0, decimal(point, "value").compareTo(shownAs(point, "value", value)), about);
        }
    }

    private static BigDecimal shownAs(Map<String, Object> point, String part, BigDecimal exact) {
        return exact.setScale(decimal(point, part).scale(), RoundingMode.HALF_EVEN);
    }

    private static BigDecimal ratio(List<Map<String, Object>> parts) {
        return sum(parts, "numerator").divide(sum(parts, "denominator"), MathContext.DECIMAL128);
    }

    private static BigDecimal sum(List<Map<String, Object>> items, String part) {
        return items.stream().map(item -> decimal(item, part)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal decimal(Map<String, Object> from, String name) {
        return new BigDecimal((String) Objects.requireNonNull(from.get(name)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> factors(Map<String, Object> item) {
        return (List<Map<String, Object>>) Objects.requireNonNull(item.get("factors"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Map<String, Object> of, String name) {
        return (List<String>) Objects.requireNonNull(of.get(name));
    }
}
