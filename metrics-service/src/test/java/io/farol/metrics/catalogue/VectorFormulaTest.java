package io.farol.metrics.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Worked examples of other people's pages (vectors.json of the reference data), each under the convention it names. */
class VectorFormulaTest {
    private static final Map<String, Function<JsonNode, Map<String, BigDecimal>>> CASES = new HashMap<>();

    static {
        // MRR churn and retention from totals of a month
        CASES.put(
                "chu-01",
                in -> values(
                        "gross",
                        value("gross_mrr_churn_rate", "STANDARD", month(in)),
                        "net",
                        value("net_mrr_churn_rate", "STANDARD", month(in))));
        CASES.put(
                "chu-05",
                in -> values("churn", value("logo_churn_rate", "START", logos(in, "start", "lost_from_start"))));
        CASES.put(
                "chu-06",
                in -> values("churn", value("logo_churn_rate", "START_PLUS_NEW", logos(in, "start", "lost"))));
        CASES.put("ret-03", in -> values("grr", value("grr", "ROLL_FORWARD", month(in))));
        CASES.put("ret-04", in -> values("nrr", value("nrr", "ROLL_FORWARD", month(in))));
        CASES.put(
                "ret-05",
                in -> values(
                        "grr",
                        value("grr", "ROLL_FORWARD", month(in)),
                        "nrr",
                        value("nrr", "ROLL_FORWARD", month(in))));
        CASES.put("ret-06", in -> values("grr", value("grr", "ROLL_FORWARD", month(in))));
        CASES.put(
                "ret-08",
                in -> values(
                        "grr",
                        value("grr", "ROLL_FORWARD", month(in)),
                        "nrr",
                        value("nrr", "ROLL_FORWARD", month(in))));
        CASES.put("ret-09", in -> values("nrr", value("nrr", "ROLL_FORWARD", month(in))));
        CASES.put("ret-01", in -> values("retention", value("retention_rate", "STANDARD", endLogos(in))));
        CASES.put("ret-02", in -> values("retention", value("retention_rate", "STANDARD", endLogos(in))));
        CASES.put(
                "ret-10",
                in -> values(
                        "grr", value("grr", "COHORT", customers(in)), "nrr", value("nrr", "COHORT", customers(in))));
        CASES.put(
                "qr-01",
                in -> values(
                        "quick_ratio",
                        value("quick_ratio", "STANDARD", month(in)),
                        "net_new",
                        value("net_new_mrr", "STANDARD", month(in))));
        CASES.put(
                "qr-03",
                in -> values(
                        "quick_ratio",
                        value("quick_ratio", "STANDARD", month(in)),
                        "net_new",
                        value("net_new_mrr", "STANDARD", month(in))));
        CASES.put(
                "mov-02",
                in -> values(
                        "new",
                        value(
                                "new_mrr",
                                "STANDARD",
                                new PeriodFacts(1).put(Column.NEW, e4(in, "signup_monthly_price")))));
        CASES.put("ltv-01", in -> values("ltv", value("ltv", "TICKET_OVER_CHURN", ticketAndChurn(in, "arpa"))));
        CASES.put(
                "ltv-02",
                in -> values(
                        "ltv",
                        value("ltv", "TICKET_OVER_CHURN", ticketAndChurn(in, "arpu")),
                        "ltv_margin",
                        withMargin(in, "gross_margin", "arpu")));
        CASES.put("ltv-03", in -> values("ltv", withMargin(in, "gross_margin", "arpa")));
        CASES.put("ltv-04", in -> values("ltv", withMargin(in, "margin", "arpu")));
        CASES.put(
                "acv-05",
                in -> values("acv", value("arr", "STANDARD", new PeriodFacts(1).put(Column.CLOSING, e4(in, "mrr")))));
    }

    @TestFactory
    List<DynamicTest> agreesWithPublishedExamples() throws IOException {
        Path file = Path.of(System.getProperty("farol.reference-data"), "vectors.json");
        Assumptions.assumeTrue(Files.exists(file), "no reference data at " + file);
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : new ObjectMapper().readTree(file.toFile())) {
            var computed = CASES.get(vector.get("id").asText());
            if (computed != null) {
                tests.add(DynamicTest.dynamicTest(
                        vector.get("id").asText() + " " + vector.get("metric").asText(),
                        () -> check(vector, computed.apply(vector.get("inputs")))));
            }
        }
        assertEquals(CASES.size(), tests.size());
        return tests;
    }

    private static void check(JsonNode vector, Map<String, BigDecimal> computed) {
        computed.forEach((name, value) -> {
            BigDecimal exact = vector.get("exact").get(name).decimalValue();
            assertTrue(
                    value.subtract(exact).abs().compareTo(new BigDecimal("0.000001")) <= 0,
                    () -> name + ": " + value + " is not " + exact);
        });
    }

    private static BigDecimal value(String key, String convention, PeriodFacts facts) {
        return Objects.requireNonNull(
                RatioFormulaTest.formula(key, convention).of(facts).value());
    }

    private static BigDecimal withMargin(JsonNode in, String margin, String ticket) {
        return Objects.requireNonNull(RatioFormulaTest.formula("ltv", "TICKET_OVER_CHURN")
                .withMargin(in.get(margin).decimalValue())
                .of(ticketAndChurn(in, ticket))
                .value());
    }

    private static Map<String, BigDecimal> values(Object... namesAndValues) {
        Map<String, BigDecimal> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], (BigDecimal) namesAndValues[i + 1]);
        }
        return values;
    }

    private static PeriodFacts month(JsonNode in) {
        long churn = e4(in, "churn") + e4(in, "churned") + e4(in, "losses");
        return new PeriodFacts(1)
                .put(Column.OPENING, e4(in, "start_mrr") + e4(in, "start_arr") + e4(in, "start"))
                .put(Column.NEW, e4(in, "new"))
                .put(Column.EXPANSION, e4(in, "expansion"))
                .put(Column.REACTIVATION, e4(in, "reactivation"))
                .put(Column.CONTRACTION, e4(in, "contraction"))
                .put(Column.CHURN, churn);
    }

    private static PeriodFacts logos(JsonNode in, String start, String lost) {
        return new PeriodFacts(1)
                .put(Column.LOGOS_AT_START, in.get(start).asLong())
                .put(Column.LOGOS_KEPT, in.get(start).asLong() - in.get(lost).asLong())
                .put(Column.NEW_COUNT, in.get("new_in_period").asLong());
    }

    private static PeriodFacts endLogos(JsonNode in) {
        return new PeriodFacts(1)
                .put(Column.LOGOS_AT_START, in.get("start").asLong())
                .put(Column.LOGOS_KEPT, in.get("end").asLong() - in.get("new").asLong());
    }

    private static PeriodFacts customers(JsonNode in) {
        PeriodFacts facts = new PeriodFacts(12);
        for (JsonNode customer : in.get("customers")) {
            facts.add(Column.THEN, e4(customer, "base"))
                    .add(Column.NOW, e4(customer, "current"))
                    .add(Column.MIN, Math.min(e4(customer, "base"), e4(customer, "current")));
        }
        return facts;
    }

    private static PeriodFacts ticketAndChurn(JsonNode in, String ticket) {
        long lost = in.get("monthly_churn").decimalValue().movePointRight(3).longValueExact();
        return new PeriodFacts(1)
                .put(Column.CLOSING, e4(in, ticket) * 10)
                .put(Column.PAYING, 10)
                .put(Column.LOGOS_AT_START, 1000)
                .put(Column.LOGOS_KEPT, 1000 - lost);
    }

    private static long e4(JsonNode in, String name) {
        return in.has(name) ? in.get(name).decimalValue().movePointRight(4).longValueExact() : 0;
    }
}
