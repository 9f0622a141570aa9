package io.farol.metrics;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three data sets that nobody here made, fed as events: what REST answers equals the published results, money to the cent, ratios to 1e-6. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ReferenceDataApiTest {
    private static final Path DATA = Path.of(System.getProperty("farol.reference-data", "absent"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> COLUMNS = Map.of(
            "opening_mrr", "opening",
            "new_mrr", "new",
            "reactivation_mrr", "reactivation",
            "expansion_mrr", "expansion",
            "contraction_mrr", "contraction",
            "churn_mrr", "churn",
            "closing_mrr", "closing");
    private static final Map<String, String> COUNTS = Map.of(
            "opening_accounts", "opening",
            "new_accounts", "new",
            "reactivation_accounts", "reactivation",
            "expansion_accounts", "expansion",
            "contraction_accounts", "contraction",
            "churn_accounts", "churn",
            "closing_accounts", "closing");

    @Inject
    @Any
    Instance<FeedSubscriber> subscribers;

    @Inject
    TenantTransaction transaction;

    private final List<FeedEvent> events = new ArrayList<>();
    private String tenant = "";

    /** Measured on the first of the month: told one day earlier, the end of the month before says the same. */
    @Test
    void mrrPlaybook() throws IOException {
        JsonNode reference = reference("mrr_playbook").get("independent");
        tenant = "ref-playbook";
        Map<String, UUID> accounts = new HashMap<>();
        for (NamedCsvRecord row : csv("mrr_playbook/subscription_periods.csv")) {
            UUID account = accounts.computeIfAbsent(row.getField("customer_id"), id -> account(id, Map.of()));
            contract(account, row, "start_date", "end_date", "monthly_amount", 1);
        }
        publish();

        assertMonths(reference.get("monthly"), -1, null, null);
        assertRates(reference.get("monthly"), -1);
        assertWindows(reference.get("trailing_12m"), -1);
        assertCohorts(reference.get("cohorts"), -1);
    }

    @Test
    void ravenstack() throws IOException {
        JsonNode reference = reference("ravenstack").get("mrr");
        tenant = "ref-ravenstack";
        Map<String, UUID> accounts = new HashMap<>();
        for (NamedCsvRecord row : csv("ravenstack/ravenstack_accounts.csv")) {
            accounts.put(
                    row.getField("account_id"),
                    account(
                            row.getField("account_id"),
                            Map.of(
                                    "sector", row.getField("industry"),
                                    "country", row.getField("country"),
                                    "channel", row.getField("referral_source"),
                                    "attr.plan", row.getField("plan_tier"))));
        }
        for (NamedCsvRecord row : csv("ravenstack/ravenstack_subscriptions.csv")) {
            contract(
                    java.util.Objects.requireNonNull(accounts.get(row.getField("account_id"))),
                    row,
                    "start_date",
                    "end_date",
                    "mrr_amount",
                    0);
        }
        publish();

        assertMonths(reference.get("monthly"), 0, null, null);
        assertRates(reference.get("monthly"), 0);
        assertWindows(reference.get("trailing_12m"), 0);
        assertCohorts(reference.get("cohorts"), 0);
        Map<String, String> dims = Map.of(
                "industry", "sector", "country", "country", "referral_source", "channel", "plan_tier", "attr.plan");
        for (Map.Entry<String, String> dim : dims.entrySet()) {
            for (Map.Entry<String, JsonNode> group :
                    reference.get("by_segment").get(dim.getKey()).properties()) {
                assertMonths(group.getValue().get("monthly"), 0, dim.getValue(), group.getKey());
            }
        }
    }

    @Test
    void telcoIbm() throws IOException {
        JsonNode reference = reference("telco_ibm").get("results");
        tenant = "ref-telco";
        int n = 0;
        for (NamedCsvRecord row : csv("telco_ibm/Telco-Customer-Churn.csv")) {
            UUID account = account(row.getField("customerID"), Map.of("sector", row.getField("Contract")));
            String end = row.getField("Churn").equals("Yes") ? "2024-03-15" : "";
            line(account, "line" + n++, LocalDate.parse("2024-01-01"), end, row.getField("MonthlyCharges"));
        }
        publish();

        JsonNode overall = reference.get("overall");
        for (String[] metric :
                new String[][] {{"logo_churn_rate", "logo_churn_rate"}, {"gross_mrr_churn_rate", "gross_mrr_churn_rate"}
                }) {
            JsonNode point = get("metrics/" + metric[0] + "?from=2024-03&to=2024-03&asOf=2024-04-01")
                    .get("series")
                    .get(0);
            assertRatio(overall.get(metric[1]), point.get("value"), metric[0]);
        }
        JsonNode month = get("mrr/statement?from=2024-03&to=2024-03&groupBy=sector&asOf=2024-04-01")
                .get("months")
                .get(0);
        assertSnapshot(overall, month);
        for (JsonNode group : month.get("groups")) {
            if (!group.get("group").asText().equals("NONE")) {
                assertSnapshot(
                        reference.get("by_Contract").get(group.get("group").asText()), group);
            }
        }
        JsonNode ltv = get("metrics/average_ticket?from=2024-02&to=2024-02&asOf=2024-04-01")
                .get("series")
                .get(0);
        assertMoney(overall.get("arpa"), ltv.get("value"), "arpa");
    }

    private static void assertSnapshot(JsonNode expected, JsonNode month) {
        assertMoney(expected.get("mrr"), month.get("opening"), "opening");
        assertMoney(expected.get("churned_mrr"), month.get("churn"), "churn");
        assertMoney(expected.get("closing_mrr"), month.get("closing"), "closing");
        assertEquals(
                expected.get("customers").asLong(),
                month.get("counts").get("opening").asLong());
        assertEquals(
                expected.get("churned").asLong(),
                month.get("counts").get("churn").asLong());
        assertEquals(
                expected.get("closing_customers").asLong(),
                month.get("counts").get("closing").asLong());
    }

    private void assertMonths(JsonNode expected, int shift, @Nullable String groupBy, @Nullable String group)
            throws IOException {
        YearMonth first = month(expected.get(0), shift);
        YearMonth last = month(expected.get(expected.size() - 1), shift);
        JsonNode months = get("mrr/statement?from=" + first + "&to=" + last
                        + (groupBy == null ? "" : "&groupBy=" + groupBy) + "&asOf=2030-01-01")
                .get("months");
        for (int i = 0; i < expected.size(); i++) {
            JsonNode line = months.get(i);
            for (JsonNode candidate : line.path("groups")) {
                line = candidate.get("group").asText().equals(group) ? candidate : line;
            }
            String what = group + " " + line.get("month").asText();
            for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
                assertMoney(expected.get(i).get(column.getKey()), line.get(column.getValue()), what + column);
            }
            for (Map.Entry<String, String> count : COUNTS.entrySet()) {
                assertEquals(
                        expected.get(i).get(count.getKey()).asLong(),
                        line.get("counts").get(count.getValue()).asLong(),
                        what + count);
            }
        }
    }

    private void assertRates(JsonNode expected, int shift) throws IOException {
        Map<String, String> metrics = Map.of(
                "grr", "grr",
                "nrr", "nrr",
                "gross_mrr_churn_rate", "gross_mrr_churn_rate",
                "net_mrr_churn_rate", "net_mrr_churn_rate",
                "logo_churn_rate", "logo_churn_rate");
        for (Map.Entry<String, String> metric : metrics.entrySet()) {
            JsonNode series = series(metric.getValue() + "?", expected, shift);
            for (int i = 0; i < expected.size(); i++) {
                assertRatio(expected.get(i).get(metric.getKey()), series.get(i).get("value"), metric + " " + i);
            }
        }
        JsonNode tickets = series("average_ticket?", expected, shift);
        JsonNode values = series("ltv?convention=TICKET_OVER_CHURN&", expected, shift);
        for (int i = 0; i < expected.size(); i++) {
            assertMoney(expected.get(i).get("arpa_closing"), tickets.get(i).get("value"), "ticket " + i);
            assertMoney(
                    expected.get(i).get("ltv_arpa_closing_over_logo_churn"),
                    values.get(i).get("value"),
                    "ltv " + i);
        }
    }

    private JsonNode series(String metric, JsonNode expected, int shift) throws IOException {
        return get("metrics/" + metric + "from=" + month(expected.get(0), shift) + "&to="
                        + month(expected.get(expected.size() - 1), shift) + "&asOf=2030-01-01")
                .get("series");
    }

    private void assertWindows(JsonNode expected, int shift) throws IOException {
        YearMonth first = YearMonth.parse(
                        expected.get(0).get("to_snapshot").asText().substring(0, 7))
                .plusMonths(shift);
        YearMonth last = first.plusMonths(expected.size() - 1);
        for (String metric : List.of("nrr", "grr", "logo_churn_rate")) {
            JsonNode series = get("metrics/" + metric + "?window=12&from=" + first + "&to=" + last + "&asOf=2030-01-01")
                    .get("series");
            for (int i = 0; i < expected.size(); i++) {
                String column = metric.equals("logo_churn_rate") ? "logo_churn" : metric;
                assertRatio(expected.get(i).get(column), series.get(i).get("value"), metric + " 12m " + i);
            }
        }
    }

    private void assertCohorts(JsonNode expected, int shift) throws IOException {
        for (String measure : List.of("LOGO", "MRR")) {
            Map<String, JsonNode> rows = new HashMap<>();
            get("cohorts?asOf=2030-01-01&measure=" + measure)
                    .get("cohorts")
                    .forEach(row -> rows.put(row.get("cohort").asText(), row));
            assertEquals(expected.size(), rows.size());
            for (Map.Entry<String, JsonNode> cohort : expected.properties()) {
                JsonNode row = rows.get(
                        YearMonth.parse(cohort.getKey()).plusMonths(shift).toString());
                assertEquals(
                        cohort.getValue().get("cohort_size").asLong(),
                        row.get("accounts").asLong());
                JsonNode shares = cohort.getValue().get(measure.equals("LOGO") ? "logo_retention" : "mrr_retention");
                for (int k = 0; k < shares.size(); k++) {
                    assertRatio(shares.get(k), row.get("cells").get(k).get("value"), cohort.getKey() + " " + k);
                }
            }
        }
    }

    private JsonNode get(String path) throws IOException {
        return JSON.readTree(given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static YearMonth month(JsonNode line, int shift) {
        return YearMonth.parse(line.get("month").asText()).plusMonths(shift);
    }

    private static void assertMoney(JsonNode expected, JsonNode actual, String what) {
        if (expected.isNull()) {
            assertNull(actual.textValue(), what);
        } else {
            assertEquals(
                    expected.decimalValue().setScale(2, java.math.RoundingMode.HALF_UP),
                    new BigDecimal(actual.asText()),
                    what);
        }
    }

    private static void assertRatio(JsonNode expected, JsonNode actual, String what) {
        if (expected.isNull()) {
            assertNull(actual.textValue(), what);
        } else {
            assertEquals(expected.asDouble(), Double.parseDouble(actual.asText()), 1e-6, what);
        }
    }

    private UUID account(String name, Map<String, String> groups) {
        UUID id = LedgerRows.id(tenant + name);
        ObjectNode payload = JSON.createObjectNode().put("id", id.toString()).put("name", name);
        payload.putArray("freezes");
        var dated = payload.putArray("groups");
        groups.forEach((dimension, value) -> dated.addObject()
                .put("dimension", dimension)
                .put("value", value)
                .putNull("fromOn"));
        event("ACCOUNT", id, payload);
        return id;
    }

    private void contract(UUID account, NamedCsvRecord row, String start, String end, String amount, int daysEarlier) {
        String ends = row.getField(end);
        line(
                account,
                row.getField("subscription_id"),
                LocalDate.parse(row.getField(start).substring(0, 10)).minusDays(daysEarlier),
                ends.isEmpty()
                        ? ""
                        : LocalDate.parse(ends.substring(0, 10))
                                .minusDays(daysEarlier)
                                .toString(),
                row.getField(amount));
    }

    private void line(UUID account, String name, LocalDate from, String until, String amount) {
        UUID id = LedgerRows.id(tenant + name);
        ObjectNode payload = JSON.createObjectNode()
                .put("id", id.toString())
                .put("accountId", account.toString())
                .put("termStartsOn", from.toString())
                .putNull("termEndsOn");
        ObjectNode line = payload.putArray("lines").addObject();
        line.put("id", LedgerRows.id(tenant + name + " line").toString())
                .put("productId", LedgerRows.id("product").toString());
        line.putArray("terms")
                .addObject()
                .put("startsOn", from.toString())
                .put("endsOn", until.isEmpty() ? null : until)
                .put("quantity", "1")
                .put("unitPrice", amount)
                .put("currency", "BRL")
                .put("discount", "0")
                .put("billingPeriodMonths", 1)
                .put("isRecurring", true)
                .put("mrrE4", new BigDecimal(amount).movePointRight(4).longValueExact())
                .putNull("changeKind")
                .putNull("amendmentId");
        event("CONTRACT", id, payload);
    }

    private void event(String type, UUID id, JsonNode payload) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        events.add(new FeedEvent(
                new TenantId(tenant), type, id, 1, "CREATED", at, at.plusSeconds(1), 1, events.size() + 1, payload));
    }

    private void publish() {
        FeedSubscriber ledger = subscribers.stream()
                .filter(subscriber -> subscriber.source().equals("accounts")
                        && subscriber.aggregateTypes().contains("CONTRACT"))
                .findFirst()
                .orElseThrow();
        transaction.run(new TenantId(tenant), () -> ledger.apply(new TenantId(tenant), events));
    }

    private static JsonNode reference(String set) throws IOException {
        assumeTrue(Files.isDirectory(DATA), "no reference data");
        return JSON.readTree(DATA.resolve(set).resolve("reference.json").toFile());
    }

    private static List<NamedCsvRecord> csv(String file) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(DATA.resolve(file))) {
            return reader.stream().toList();
        }
    }
}
