package io.farol.metrics;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.testkit.FilterContract;
import io.farol.testkit.Issuer;
import io.farol.testkit.OpenApiFile;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The account table's filters, and those of figures, which count one of two accounts that differ. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class FilterTest extends FilterContract {
    private static final String TENANT = "filters";
    private static final String VALUE = "V1";
    private static final AtomicInteger POINTS = new AtomicInteger();

    @Override
    protected String reader() {
        return Issuer.token(TENANT, "vera", "viewer");
    }

    @Override
    protected boolean isTried(String path) {
        return List.of("/v1/overviews", "/v1/mrr/unconverted-lines").contains(path);
    }

    @Override
    protected TwoRows rowsFor(String path, String parameter) {
        if (path.equals("/v1/mrr/unconverted-lines")) {
            return twoLinesWithoutRate(path, parameter);
        }
        String found = "table " + parameter + " found";
        String other = "table " + parameter + " other";
        twoAccounts(TENANT, parameter, found, other).refreshRows("2026-02-01");
        return new TwoRows(
                path,
                parameter.equals("attr.*") ? "attr.plan" : parameter,
                sent(parameter, found),
                LedgerRows.id(found).toString(),
                LedgerRows.id(other).toString(),
                "id");
    }

    private static TwoRows twoLinesWithoutRate(String path, String parameter) {
        String found = "lines " + parameter + " found";
        String other = "lines " + parameter + " other";
        int point = POINTS.incrementAndGet();
        LedgerRows.of(TENANT)
                .knownAt("2026-04-01T12:%02d:%02dZ".formatted(point / 60, point % 60), point, point)
                .account(found)
                .account(other)
                .lineIn("CHF", found, found + " line", "2026-01-01", "", "100")
                .lineIn("SEK", other, other + " line", "2026-01-01", "", "100")
                .learn(found, other);
        return new TwoRows(
                path,
                parameter,
                parameter.equals("currency") ? "CHF" : LedgerRows.id(found).toString(),
                LedgerRows.id(found + " line").toString(),
                LedgerRows.id(other + " line").toString(),
                "lineId");
    }

    @TestFactory
    Stream<DynamicTest> countsOneOfTwoAccountsThatDiffer() {
        List<DynamicTest> tests = Stream.of(
                        "/v1/mrr/statement", "/v1/mrr/movements", "/v1/metrics/{key}", "/v1/cohorts")
                .flatMap(path -> OpenApiFile.operations(OpenApiFile.tree()).stream()
                        .filter(operation -> operation.path().equals(path)
                                && operation.verb().equals("get"))
                        .flatMap(operation -> StreamSupport.stream(
                                operation.node().path("parameters").spliterator(), false))
                        .map(parameter -> parameter.path("name").asText())
                        .filter(name -> AccountFilter.isKnown(name) || name.equals("attr.*"))
                        .map(name -> DynamicTest.dynamicTest(path + "?" + name, () -> counts(path, name))))
                .toList();
        assertFalse(tests.size() < 4 * AccountFilter.NAMES.size(), "filters are missing in the document");
        return tests.stream();
    }

    private static void counts(String path, String parameter) {
        String tenant = "f" + Integer.toHexString((path + parameter).hashCode()).replace('-', 'm');
        twoAccounts(tenant, parameter, tenant + " found", tenant + " other");
        String months =
                switch (path) {
                    case "/v1/mrr/movements" -> "from=2026-01-01&to=2026-03-31&asOf=2026-04-01&";
                    case "/v1/cohorts" -> "to=2026-03&asOf=2026-04-01&";
                    default -> "from=2026-03&to=2026-03&asOf=2026-04-01&";
                };
        String filter = (parameter.equals("attr.*") ? "attr.plan" : parameter) + "=" + sent(parameter, "");
        String figure =
                switch (path) {
                    case "/v1/mrr/statement" -> "months.closing";
                    case "/v1/mrr/movements" -> "items.amount.amount";
                    case "/v1/cohorts" -> "cohorts.sum { it.cells.last().accounts } == 1 ? ['200.00'] : []";
                    default -> "series.value";
                };

        given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get(path.replace("{key}", "mrr") + "?" + months + filter)
                .then()
                .statusCode(200)
                .body(figure, contains("200.00"));
    }

    private static String sent(String parameter, String found) {
        return switch (parameter) {
            case "q" -> found.isEmpty() ? VALUE : found;
            case "status" -> "CHURNED";
            case "onboardingPhase" -> "TRAINING";
            case "product" -> LedgerRows.id("found product").toString();
            case "csm" -> LedgerRows.id("Ana").toString();
            case "cohort" -> "2026-01";
            case "mrrFrom", "mrrUntil", "frozenMrrFrom", "frozenMrrUntil", "openDealsMrrFrom", "openDealsMrrUntil" ->
                "150.00";
            case "renewsOnFrom", "renewsOnUntil", "customerSinceFrom", "customerSinceUntil" -> "2027-06-01";
            default -> VALUE;
        };
    }

    /** Both under contract from January (the other from February); the one to be found has MRR 200, the other 100, but for what the filter needs. */
    private static LedgerRows twoAccounts(String tenant, String parameter, String found, String other) {
        boolean isUntil = parameter.endsWith("Until");
        int point = POINTS.incrementAndGet();
        LedgerRows rows = LedgerRows.of(tenant)
                .knownAt("2026-04-01T12:%02d:%02dZ".formatted(point / 60, point % 60), point, point)
                .account(found)
                .account(other)
                .lineOf(
                        "found product",
                        found,
                        found + " line",
                        "2026-01-01",
                        parameter.equals("status") ? "2026-03-01" : "",
                        isUntil ? "100" : "200",
                        "")
                .lineOf("other product", other, other + " line", "2026-02-01", "", isUntil ? "200" : "100", "");
        if (parameter.equals("csm")) {
            rows.csm(found, "Ana");
        } else if (parameter.equals("attr.*")) {
            rows.inGroup(found, "attr.plan", "ever", VALUE);
        } else if (AccountFilter.isKnown(parameter)
                && !List.of("product", "tag", "cohort").contains(parameter)) {
            rows.inGroup(found, parameter, "ever", VALUE);
        }
        if (parameter.startsWith("frozenMrr")) {
            rows.freeze(isUntil ? other : found, "2026-02-15", "9999-12-31");
        }
        rows.run(
                        "update account_copy set tags = '{V1}', sector = 'V1', region = 'V1', country = 'V1', channel = 'V1', seller_name = 'V1' where tenant_id = ? and id = ?",
                        tenant,
                        LedgerRows.id(found))
                .learn(found, other);
        if (parameter.equals("onboardingPhase")) {
            rows.run(
                    "insert into onboarding_current (tenant_id, account_id, id, phase, is_open) values (?, ?, ?, 'TRAINING', true)",
                    tenant,
                    LedgerRows.id(found),
                    LedgerRows.id(found + " onboarding"));
        }
        // what has none is in no range
        if (parameter.startsWith("renewsOn")) {
            renews(rows, tenant, isUntil ? other : found, "2027-06-01");
            if (isUntil) {
                renews(rows, tenant, found, "2027-05-31");
            }
        }
        if (parameter.startsWith("customerSince")) {
            isCustomerSince(rows, tenant, isUntil ? other : found, "2027-06-01");
            if (isUntil) {
                isCustomerSince(rows, tenant, found, "2027-05-31");
            }
        }
        if (parameter.startsWith("openDealsMrr")) {
            hasDeal(rows, tenant, isUntil ? other : found, "150");
            if (isUntil) {
                hasDeal(rows, tenant, found, "149.99");
            }
        }
        return rows;
    }

    private static void isCustomerSince(LedgerRows rows, String tenant, String account, String on) {
        rows.run(
                "update account_copy set customer_since = ?::date where tenant_id = ? and id = ?",
                on,
                tenant,
                LedgerRows.id(account));
    }

    private static void hasDeal(LedgerRows rows, String tenant, String account, String mrr) {
        rows.run(
                "insert into deal_copy (tenant_id, id, account_id, type, stage, title, mrr_e4, one_off_e4, currency, opened_at, entered_stage_at, contract_sync, is_archived)"
                        + " values (?, ?, ?, 'UPSELL', 'PROPOSAL', 'Deal', ?::numeric * 10000, 0, 'BRL', now(), now(), 'NOT_APPLICABLE', false)",
                tenant,
                LedgerRows.id(account + " deal"),
                LedgerRows.id(account),
                mrr);
    }

    private static void renews(LedgerRows rows, String tenant, String account, String on) {
        rows.run(
                "insert into contract_copy (tenant_id, id, version, account_id, term_ends_on) values (?, ?, 1, ?, ?::date)",
                tenant,
                LedgerRows.id(account + " renewal"),
                LedgerRows.id(account),
                on);
    }
}
