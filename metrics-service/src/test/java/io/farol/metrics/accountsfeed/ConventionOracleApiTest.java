package io.farol.metrics.accountsfeed;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers under conventions to whatever happened, beside {@link SlowRetelling}: the statement by every grouping, retention, logos, lives and tickets. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ConventionOracleApiTest {
    private static final Jdbi JDBI =
            Jdbi.create(Postgres.superuserUrl(ServiceUnderTest.DATABASE)).installPlugin(new PostgresPlugin());
    private static final LocalDate TODAY = LocalDate.of(2024, 9, 17);
    private static final YearMonth FROM = YearMonth.of(2022, 2);
    private static final YearMonth TO = YearMonth.of(2026, 6);
    /** What metrics about logos alone do not take. */
    private static final String RATES = "&fx=CURRENT";

    private static final String TAXES = "&taxes=NET";

    private static final List<String> SIGNED = List.of(
            "new",
            "reactivation",
            "expansion",
            "readjustment",
            "unfreeze",
            "fx",
            "transferIn",
            "-freeze",
            "-contraction",
            "-churn",
            "-transferOut");

    @ParameterizedTest
    @ValueSource(longs = {20, 300})
    void answersTheDefinition(long seed) {
        String tenant = "oracle-" + seed;
        LedgerRows.of(tenant).run("""
                insert into feed_subscription (source, partition_count, partition_index, cursor, is_caught_up, caught_up_at) values ('accounts', 1, 0, 'acc.e1.1.1', true, now() + interval '1 day')
                on conflict do nothing""");
        RandomHistory history = new RandomHistory(seed, new Books(tenant, ConventionOracleApiTest::call), 6, true);
        while (history.fewestChanges() < 25) {
            history.step();
            history.books.publish();
        }
        for (SlowConvention convention : List.of(
                new SlowConvention(true, false, false, false, TODAY),
                new SlowConvention(false, true, false, false, TODAY),
                new SlowConvention(false, false, true, false, TODAY),
                new SlowConvention(false, false, false, true, TODAY),
                new SlowConvention(true, true, true, true, TODAY))) {
            Map<String, Long> expected = new SlowRetelling(history.books, convention).figures();
            String question = "?from=" + FROM + "&to=" + TO + "&asOf=" + TODAY
                    + (convention.isCurrent() ? RATES : "")
                    + (convention.isGroup() ? "&logo=GROUP" : "")
                    + (convention.isDiscountIgnored() ? "&discount=IGNORED" : "")
                    + (convention.isTaxNet() ? TAXES : "");
            assertStatement(tenant, question, expected);
            assertWindows(tenant, question, expected);
            assertSameByOtherWays(tenant, question);
        }
    }

    private static void assertStatement(String tenant, String question, Map<String, Long> expected) {
        for (String dim : List.of("sector", "seller", "attr.size", "cohort", "product", "term")) {
            List<Map<String, Object>> months =
                    json(tenant, "mrr/statement" + question + "&groupBy=" + dim).getList("months");
            String opening = null;
            for (Map<String, Object> month : months) {
                assertMonth("total|", "", month, expected);
                assertIdentity(month);
                assertTrue(opening == null || opening.equals(month.get("opening")), "opening of " + month);
                opening = (String) month.get("closing");
                for (Object group : (List<?>) month.get("groups")) {
                    Map<String, Object> line = cast(group);
                    assertMonth(dim + "|", (String) line.get("group"), line, expected);
                    assertIdentity(line);
                }
            }
        }
    }

    private static void assertMonth(String dim, String group, Map<String, Object> line, Map<String, Long> expected) {
        String key = dim + group + "|" + line.get("month") + "|";
        for (String column : List.of(
                "new",
                "reactivation",
                "expansion",
                "readjustment",
                "unfreeze",
                "freeze",
                "contraction",
                "churn",
                "fx",
                "closing",
                "frozen")) {
            String name = column.equals("closing") || column.equals("frozen") ? column : column.toUpperCase();
            assertEquals(money(expected, key + name), line.get(column), key + column);
        }
        assertEquals(money(expected, key + "TRANSFER_IN"), line.get("transferIn"), key);
        assertEquals(money(expected, key + "TRANSFER_OUT"), line.get("transferOut"), key);
        Map<String, Object> counts = cast(line.get("counts"));
        assertEquals(expected.getOrDefault(key + "logos", 0L), ((Number) counts.get("closing")).longValue(), key);
        assertEquals(expected.getOrDefault(key + "frozen.n", 0L), ((Number) counts.get("frozen")).longValue(), key);
    }

    /** To the cent that each of a dozen figures may be rounded by. */
    private static void assertIdentity(Map<String, Object> line) {
        BigDecimal sum = new BigDecimal((String) line.get("opening"));
        for (String column : SIGNED) {
            boolean isMinus = column.startsWith("-");
            BigDecimal amount = new BigDecimal((String) line.get(isMinus ? column.substring(1) : column));
            sum = isMinus ? sum.subtract(amount) : sum.add(amount);
        }
        BigDecimal off =
                sum.subtract(new BigDecimal((String) line.get("closing"))).abs();
        assertTrue(off.compareTo(new BigDecimal("0.06")) <= 0, line.toString());
    }

    private static void assertWindows(String tenant, String question, Map<String, Long> expected) {
        for (int window : new int[] {1, 3, 12}) {
            for (String dim : List.of("total", "sector", "cohort")) {
                String asked = question + "&window=" + window + (dim.equals("total") ? "" : "&groupBy=" + dim);
                String name = "w" + window + ".";
                for (Map<String, Object> point : points(tenant, "nrr" + asked)) {
                    assertEquals(
                            money(expected, key(dim, point) + name + "now"), point.get("numerator"), asked + point);
                    assertEquals(
                            money(expected, key(dim, point) + name + "then"), point.get("denominator"), asked + point);
                    assertEquals(ratio(expected, dim, point, name), point.get("exIndexation"), asked + point);
                }
                for (Map<String, Object> point : points(tenant, "grr" + asked)) {
                    assertEquals(
                            money(expected, key(dim, point) + name + "min"), point.get("numerator"), asked + point);
                }
                for (Map<String, Object> point : points(
                        tenant, "retention_rate" + asked.replace(RATES, "").replace(TAXES, ""))) {
                    assertEquals(
                            "" + expected.getOrDefault(key(dim, point) + name + "kept", 0L),
                            point.get("numerator"),
                            asked + point);
                }
                for (Map<String, Object> point : points(tenant, "average_ticket" + asked)) {
                    String key = key(dim, point);
                    assertEquals(money(expected, key + "closing"), point.get("numerator"), asked + point);
                    assertEquals(
                            ""
                                    + (expected.getOrDefault(key + "logos", 0L)
                                            - expected.getOrDefault(key + "frozen.n", 0L)),
                            point.get("denominator"),
                            asked + point);
                }
            }
        }
        for (Map<String, Object> point :
                points(tenant, "life_time" + question.replace(RATES, "").replace(TAXES, ""))) {
            String lives = key("total", point) + "life.ended.";
            long months = expected.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(lives))
                    .mapToLong(entry -> Long.parseLong(entry.getKey().substring(lives.length())) * entry.getValue())
                    .sum();
            assertEquals("" + months, point.get("numerator"), question + point);
        }
    }

    private static Object ratio(Map<String, Long> expected, String dim, Map<String, Object> point, String name) {
        String key = key(dim, point) + name;
        long then = expected.getOrDefault(key + "then", 0L);
        long now = expected.getOrDefault(key + "now", 0L) - expected.getOrDefault(key + "index", 0L);
        return then == 0
                ? null
                : BigDecimal.valueOf(now)
                        .divide(BigDecimal.valueOf(then), 6, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    /** Chosen by one dimension from the cells, by two account by account; explained, it adds up. */
    private static void assertSameByOtherWays(String tenant, String question) {
        for (String filter : List.of("&sector=A", "&sector=A&sector=B", "&attr.size=NONE")) {
            for (String asked : List.of(
                    "mrr/statement" + question + filter,
                    "mrr/statement" + question + "&groupBy=seller" + filter,
                    "metrics/nrr" + question + "&window=3" + filter,
                    "metrics/grr" + question + "&window=12" + filter,
                    "metrics/average_ticket" + question + filter,
                    "metrics/ltv" + question + filter,
                    "metrics/nrr" + question + "&freeze=NEUTRAL" + filter)) {
                assertEquals(text(tenant, asked), text(tenant, asked + "&country=NONE"), asked);
            }
        }
        for (String key : List.of("average_ticket", "ltv", "nrr", "frozen_mrr")) {
            String asked = "metrics/" + key + question + "&window=3";
            assertEquals(text(tenant, asked), text(tenant, asked + "&country=NONE"), asked);
        }
        String period = question.replaceAll("from=[^&]*&to=[^&]*", "period=2024-06");
        for (String key : List.of("mrr", "nrr", "grr", "expansion_mrr", "net_new_mrr", "average_ticket")) {
            Map<String, Object> point = points(
                            tenant, key + question.replaceAll("from=[^&]*&to=[^&]*", "from=2024-06&to=2024-06"))
                    .getFirst();
            List<String> numerators = json(tenant, "metrics/" + key + "/explain" + period + "&pageSize=100")
                    .getList("items.numerator");
            BigDecimal sum = numerators.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal off = sum.subtract(new BigDecimal((String) point.get("numerator")))
                    .abs();
            assertTrue(off.compareTo(new BigDecimal("0.06")) <= 0, key + " " + numerators + " of " + point);
        }
    }

    private static String key(String dim, Map<String, Object> point) {
        return dim + "|" + (point.get("group") == null ? "" : point.get("group")) + "|" + point.get("period") + "|";
    }

    private static String money(Map<String, Long> expected, String key) {
        return BigDecimal.valueOf(expected.getOrDefault(key, 0L), 4)
                .setScale(2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static List<Map<String, Object>> points(String tenant, String question) {
        return new ArrayList<>(json(tenant, "metrics/" + question).getList("series"));
    }

    private static JsonPath json(String tenant, String question) {
        return JsonPath.from(text(tenant, question));
    }

    private static String text(String tenant, String question) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/" + question)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object node) {
        return (Map<String, Object>) node;
    }

    private static <T> T call(String tenant, Function<Handle, T> work) {
        return JDBI.inTransaction(handle -> {
            handle.createQuery("select set_config('app.tenant', :tenant, true)")
                    .bind("tenant", tenant)
                    .mapTo(String.class)
                    .one();
            return work.apply(handle);
        });
    }
}
