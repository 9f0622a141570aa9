package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares what metrics-service answers over REST with the published results of the reference data: money to the cent, ratios to 1e-6. */
public final class ReferenceAnswers {
    private static final String LATER = "&asOf=2030-01-01";

    /** Published name = field of the statement. */
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

    private static final List<String> RATES =
            List.of("grr", "nrr", "gross_mrr_churn_rate", "net_mrr_churn_rate", "logo_churn_rate");

    /** Metric over a window = published name. */
    private static final Map<String, String> WINDOWED =
            Map.of("nrr", "nrr", "grr", "grr", "logo_churn_rate", "logo_churn");

    private final Function<String, JsonNode> api;

    /** @param api answers a GET of a path below {@code /v1/}, for the tenant that has the data */
    public ReferenceAnswers(Function<String, JsonNode> api) {
        this.api = api;
    }

    /** Fails unless every published figure is answered. */
    public void equal(ReferenceSet set) {
        JsonNode published = set.published();
        switch (set) {
            case MRR_PLAYBOOK -> history(published, -1);
            case RAVENSTACK -> {
                history(published, 0);
                segments(published.get("by_segment"));
            }
            case TELCO_IBM -> snapshot(published);
        }
    }

    private void history(JsonNode published, int shift) {
        JsonNode monthly = published.get("monthly");
        months(monthly, shift, null, null);
        for (String rate : RATES) {
            rates(monthly, shift, rate, null, null);
        }
        tickets(monthly, shift);
        WINDOWED.forEach((metric, name) -> windows(published.get("trailing_12m"), shift, metric, name, null, null));
        cohorts(published.get("cohorts"), shift);
    }

    private void segments(JsonNode published) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        dimensions.put("industry", "sector");
        dimensions.put("country", "country");
        dimensions.put("referral_source", "channel");
        dimensions.put("plan_tier", "attr.plan");
        dimensions.forEach(
                (segment, dimension) -> published.get(segment).properties().forEach(group -> {
                    JsonNode monthly = group.getValue().get("monthly");
                    months(monthly, 0, dimension, group.getKey());
                    for (String rate : RATES) {
                        rates(monthly, 0, rate, dimension, group.getKey());
                    }
                    WINDOWED.forEach((metric, name) ->
                            windows(group.getValue().get("trailing_12m"), 0, metric, name, dimension, group.getKey()));
                }));
    }

    private void snapshot(JsonNode published) {
        JsonNode overall = published.get("overall");
        for (String metric : List.of("logo_churn_rate", "gross_mrr_churn_rate")) {
            JsonNode points = series(metric + "?from=2024-03&to=2024-03&asOf=2024-04-01", null);
            ratio(overall.get(metric), points.get(0), metric);
        }
        JsonNode month = api.apply("mrr/statement?from=2024-03&to=2024-03&groupBy=sector&asOf=2024-04-01")
                .get("months")
                .get(0);
        snapshot(overall, month);
        published
                .get("by_Contract")
                .properties()
                .forEach(group -> snapshot(group.getValue(), group(month, group.getKey())));
        JsonNode tickets = series("average_ticket?from=2024-02&to=2024-02&asOf=2024-04-01", null);
        money(overall.get("arpa"), tickets.get(0), "arpa");
    }

    private static void snapshot(JsonNode published, JsonNode month) {
        money(published.get("mrr"), month.get("opening"), "opening");
        money(published.get("churned_mrr"), month.get("churn"), "churn");
        money(published.get("closing_mrr"), month.get("closing"), "closing");
        count(published.get("customers"), month.get("counts").get("opening"), "opening");
        count(published.get("churned"), month.get("counts").get("churn"), "churn");
        count(published.get("closing_customers"), month.get("counts").get("closing"), "closing");
    }

    private void months(JsonNode published, int shift, @Nullable String dimension, @Nullable String value) {
        JsonNode months = api.apply("mrr/statement?" + range(published, shift) + grouped(dimension) + LATER)
                .get("months");
        for (int i = 0; i < published.size(); i++) {
            JsonNode month = value == null ? months.get(i) : group(months.get(i), value);
            JsonNode expected = published.get(i);
            String what = value + " " + expected.get("month").asText() + " ";
            COLUMNS.forEach((name, field) -> money(expected.get(name), month.get(field), what + field));
            COUNTS.forEach((name, field) ->
                    count(expected.get(name), month.get("counts").get(field), what + "count of " + field));
        }
    }

    private void rates(JsonNode published, int shift, String rate, @Nullable String dimension, @Nullable String value) {
        JsonNode points = series(rate + "?" + range(published, shift) + grouped(dimension) + LATER, value);
        for (int i = 0; i < published.size(); i++) {
            ratio(published.get(i).get(rate), points.get(i), value + " " + rate + " " + i);
        }
    }

    private void tickets(JsonNode published, int shift) {
        String range = range(published, shift) + LATER;
        JsonNode tickets = series("average_ticket?" + range, null);
        JsonNode values = series("ltv?convention=TICKET_OVER_CHURN&" + range, null);
        for (int i = 0; i < published.size(); i++) {
            money(published.get(i).get("arpa_closing"), tickets.get(i), "ticket " + i);
            money(published.get(i).get("ltv_arpa_closing_over_logo_churn"), values.get(i), "ltv " + i);
        }
    }

    private void windows(
            JsonNode published,
            int shift,
            String metric,
            String name,
            @Nullable String dimension,
            @Nullable String value) {
        YearMonth first = YearMonth.parse(
                        published.get(0).get("to_snapshot").asText().substring(0, 7))
                .plusMonths(shift);
        String range = "from=" + first + "&to=" + first.plusMonths(published.size() - 1L);
        JsonNode points = series(metric + "?window=12&" + range + grouped(dimension) + LATER, value);
        for (int i = 0; i < published.size(); i++) {
            ratio(published.get(i).get(name), points.get(i), value + " " + metric + " of 12 months " + i);
        }
    }

    private void cohorts(JsonNode published, int shift) {
        for (String measure : List.of("LOGO", "MRR")) {
            Map<String, JsonNode> rows = new HashMap<>();
            api.apply("cohorts?measure=" + measure + LATER)
                    .get("cohorts")
                    .forEach(row -> rows.put(row.get("cohort").asText(), row));
            assertEquals(published.size(), rows.size(), "cohorts");
            published.properties().forEach(cohort -> {
                String month =
                        YearMonth.parse(cohort.getKey()).plusMonths(shift).toString();
                JsonNode row = rows.get(month);
                count(cohort.getValue().get("cohort_size"), row.get("accounts"), "cohort " + month);
                JsonNode shares = cohort.getValue().get(measure.equals("LOGO") ? "logo_retention" : "mrr_retention");
                for (int k = 0; k < shares.size(); k++) {
                    ratio(shares.get(k), row.get("cells").get(k).get("value"), "cohort " + month + " " + k);
                }
            });
        }
    }

    /** The values of a metric, in the order of its periods: of one group, or of all together. */
    private JsonNode series(String question, @Nullable String group) {
        var values = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        api.apply("metrics/" + question).get("series").forEach(point -> {
            if (group == null || point.get("group").asText().equals(group)) {
                values.add(point.get("value"));
            }
        });
        return values;
    }

    private static JsonNode group(JsonNode month, String value) {
        List<String> there = new ArrayList<>();
        for (JsonNode group : month.get("groups")) {
            if (group.get("group").asText().equals(value)) {
                return group;
            }
            there.add(group.get("group").asText());
        }
        throw new AssertionError("no group " + value + " in " + there);
    }

    private static String range(JsonNode published, int shift) {
        return "from=" + month(published.get(0), shift) + "&to=" + month(published.get(published.size() - 1), shift);
    }

    private static String grouped(@Nullable String dimension) {
        return dimension == null ? "" : "&groupBy=" + dimension;
    }

    private static YearMonth month(JsonNode line, int shift) {
        return YearMonth.parse(line.get("month").asText()).plusMonths(shift);
    }

    private static void count(JsonNode expected, JsonNode actual, String what) {
        assertEquals(expected.asLong(), actual.asLong(), what);
    }

    private static void money(JsonNode expected, JsonNode actual, String what) {
        if (expected.isNull()) {
            assertNull(actual.textValue(), what);
        } else {
            assertEquals(
                    expected.decimalValue().setScale(2, RoundingMode.HALF_UP), new BigDecimal(actual.asText()), what);
        }
    }

    private static void ratio(JsonNode expected, JsonNode actual, String what) {
        if (expected.isNull()) {
            assertNull(actual.textValue(), what);
        } else {
            assertEquals(expected.asDouble(), Double.parseDouble(actual.asText()), 1e-6, what);
        }
    }
}
