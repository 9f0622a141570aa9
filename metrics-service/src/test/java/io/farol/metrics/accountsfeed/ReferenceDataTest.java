package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three data sets that nobody here made, with results that nobody here computed. */
class ReferenceDataTest {
    /** Puts the old set into the years that the slow ledger's calendar has. */
    private static final int YEARS_LATER = 6;

    private static final Path DATA = Path.of(System.getProperty("farol.reference-data", "absent"));
    private static final Map<String, String> COLUMNS = Map.of(
            "opening_mrr",
            "opening",
            "new_mrr",
            "NEW",
            "reactivation_mrr",
            "REACTIVATION",
            "expansion_mrr",
            "EXPANSION",
            "contraction_mrr",
            "CONTRACTION",
            "churn_mrr",
            "CHURN",
            "closing_mrr",
            "closing");
    private static final Map<String, String> COUNTS = Map.of(
            "new_accounts",
            "NEW.n",
            "reactivation_accounts",
            "REACTIVATION.n",
            "expansion_accounts",
            "EXPANSION.n",
            "contraction_accounts",
            "CONTRACTION.n",
            "churn_accounts",
            "CHURN.n",
            "closing_accounts",
            "logos");

    /** Measured on the first of the month: a day earlier is the end of the month before, so everything is told one day earlier and read one month earlier. */
    @Test
    void mrrPlaybook() throws IOException {
        JsonNode reference = reference("mrr_playbook").get("independent");
        Books books = new Books("mrr-playbook");
        Map<String, UUID> accounts = new HashMap<>();
        for (NamedCsvRecord row : csv("mrr_playbook/subscription_periods.csv")) {
            UUID account = accounts.computeIfAbsent(row.getField("customer_id"), id -> books.account());
            books.line(
                    account,
                    new UUID(0, 1),
                    date(row.getField("start_date")).plusYears(YEARS_LATER).minusDays(1),
                    minusDay(row.getField("end_date")),
                    e4(row.getField("monthly_amount")),
                    "BRL");
        }
        books.publish();

        Map<String, Long> figures = figures(books);

        assertMonths(reference.get("monthly"), figures, "total||", 12 * YEARS_LATER - 1);
        for (JsonNode window : reference.get("trailing_12m")) {
            assertWindow(
                    window,
                    figures,
                    YearMonth.parse(window.get("to_snapshot").asText().substring(0, 7))
                            .plusMonths(12 * YEARS_LATER - 1));
        }
    }

    @Test
    void ravenstack() throws IOException {
        JsonNode reference = reference("ravenstack").get("mrr");
        Books books = new Books("ravenstack");
        Map<String, UUID> accounts = new HashMap<>();
        for (NamedCsvRecord row : csv("ravenstack/ravenstack_accounts.csv")) {
            accounts.put(
                    row.getField("account_id"),
                    books.account(
                            "sector",
                            row.getField("industry"),
                            "country",
                            row.getField("country"),
                            "channel",
                            row.getField("referral_source"),
                            "attr.plan",
                            row.getField("plan_tier")));
        }
        for (NamedCsvRecord row : csv("ravenstack/ravenstack_subscriptions.csv")) {
            String end = row.getField("end_date");
            books.line(
                    accounts.get(row.getField("account_id")),
                    new UUID(0, 1),
                    date(row.getField("start_date")),
                    end.isEmpty() ? null : date(end),
                    e4(row.getField("mrr_amount")),
                    "BRL");
        }
        books.publish();

        Map<String, Long> figures = figures(books);

        assertMonths(reference.get("monthly"), figures, "total||", 0);
        for (JsonNode window : reference.get("trailing_12m")) {
            assertWindow(
                    window,
                    figures,
                    YearMonth.parse(window.get("to_snapshot").asText().substring(0, 7)));
        }
        Map<String, String> dims = Map.of(
                "industry", "sector", "country", "country", "referral_source", "channel", "plan_tier", "attr.plan");
        dims.forEach((segment, dim) -> reference
                .get("by_segment")
                .get(segment)
                .properties()
                .forEach(group -> assertMonths(
                        group.getValue().has("monthly") ? group.getValue().get("monthly") : group.getValue(),
                        figures,
                        dim + "|" + group.getKey() + "|",
                        0)));
    }

    @Test
    void telcoIbm() throws IOException {
        JsonNode reference = reference("telco_ibm").get("results");
        Books books = new Books("telco-ibm");
        for (NamedCsvRecord row : csv("telco_ibm/Telco-Customer-Churn.csv")) {
            UUID account = books.account("sector", row.getField("Contract"), "channel", row.getField("PaymentMethod"));
            books.line(
                    account,
                    new UUID(0, 1),
                    date("2024-01-01"),
                    row.getField("Churn").equals("Yes") ? date("2024-03-15") : null,
                    e4(row.getField("MonthlyCharges")),
                    "BRL");
        }
        books.publish();

        Map<String, Long> figures = figures(books);

        assertSnapshot(reference.get("overall"), figures, "total||");
        reference
                .get("by_Contract")
                .properties()
                .forEach(group -> assertSnapshot(group.getValue(), figures, "sector|" + group.getKey() + "|"));
        reference
                .get("by_PaymentMethod")
                .properties()
                .forEach(group -> assertSnapshot(group.getValue(), figures, "channel|" + group.getKey() + "|"));
    }

    private static void assertSnapshot(JsonNode expected, Map<String, Long> figures, String group) {
        assertEquals(e4(expected.get("mrr").asText()), figures.getOrDefault(group + "2024-02|closing", 0L), group);
        assertEquals(expected.get("customers").asLong(), figures.getOrDefault(group + "2024-02|logos", 0L), group);
        assertEquals(
                e4(expected.get("churned_mrr").asText()), figures.getOrDefault(group + "2024-03|CHURN", 0L), group);
        assertEquals(expected.get("churned").asLong(), figures.getOrDefault(group + "2024-03|CHURN.n", 0L), group);
        assertEquals(
                e4(expected.get("closing_mrr").asText()), figures.getOrDefault(group + "2024-03|closing", 0L), group);
    }

    private static void assertMonths(JsonNode months, Map<String, Long> figures, String group, int shift) {
        for (JsonNode month : months) {
            YearMonth at = YearMonth.parse(month.get("month").asText()).plusMonths(shift);
            COLUMNS.forEach((column, name) -> {
                String key = name.equals("opening") ? group + at.minusMonths(1) + "|closing" : group + at + "|" + name;
                if (month.has(column) && !at.minusMonths(1).isBefore(SlowLedger.FIRST)) {
                    assertEquals(e4(month.get(column).asText()), figures.getOrDefault(key, 0L), key);
                }
            });
            COUNTS.forEach((column, name) -> {
                if (month.has(column)) {
                    assertEquals(
                            month.get(column).asLong(),
                            figures.getOrDefault(group + at + "|" + name, 0L),
                            group + at + name);
                }
            });
        }
    }

    private static void assertWindow(JsonNode window, Map<String, Long> figures, YearMonth at) {
        String group = "total||" + at + "|w12.";
        long then = figures.getOrDefault(group + "then", 0L);
        assertEquals(e4(window.get("start_mrr").asText()), then, group);
        assertRatio(window.get("nrr"), figures.getOrDefault(group + "now", 0L), then, group);
        assertRatio(window.get("grr"), figures.getOrDefault(group + "min", 0L), then, group);
        long logosThen = figures.getOrDefault("total||" + at.minusMonths(12) + "|logos", 0L);
        assertRatio(window.get("logo_churn"), logosThen - figures.getOrDefault(group + "kept", 0L), logosThen, group);
    }

    private static void assertRatio(JsonNode expected, long numerator, long denominator, String what) {
        if (expected.isNull()) {
            assertEquals(0, denominator, what);
        } else {
            BigDecimal ratio =
                    BigDecimal.valueOf(numerator).divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL64);
            assertEquals(expected.asDouble(), ratio.doubleValue(), 1e-6, what);
        }
    }

    private static Map<String, Long> figures(Books books) {
        return LedgerDatabase.call(books.tenant, handle -> LedgerFigures.read(handle, books.tenant));
    }

    private static JsonNode reference(String set) throws IOException {
        assumeTrue(Files.isDirectory(DATA), "no reference data");
        return new ObjectMapper()
                .readTree(DATA.resolve(set).resolve("reference.json").toFile());
    }

    private static List<NamedCsvRecord> csv(String file) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(DATA.resolve(file))) {
            return reader.stream().toList();
        }
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text.substring(0, 10));
    }

    private static @Nullable LocalDate minusDay(String text) {
        return text.isEmpty() ? null : date(text).plusYears(YEARS_LATER).minusDays(1);
    }

    private static long e4(String amount) {
        return new BigDecimal(amount).movePointRight(4).longValueExact();
    }
}
