package io.farol.metrics;

import static io.restassured.RestAssured.given;

import io.farol.testkit.FakeFeed;
import io.farol.testkit.FollowedFeeds;
import io.farol.testkit.IsolationContract;
import io.farol.testkit.Issuer;
import io.farol.testkit.Made;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** What is made here is made as in life: by events of the neighbour, from whom metrics-service learns of accounts and contracts. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@TestProfile(FollowsAccounts.class)
class TenantIsolationTest extends IsolationContract {
    private static final String CONTRACT = """
            {"accountId":"%s","termStartsOn":"2026-01-01","lines":[{"id":"%s","productId":"%s","terms":[
              {"startsOn":"2026-01-01","quantity":"1","unitPrice":"100","billingPeriodMonths":1,"currency":"BRL","mrrE4":1000000}]}]}""";

    @Override
    protected Map<String, Function<String, Made>> factories() {
        return Map.of(
                "account", TenantIsolationTest::account,
                "product", TenantIsolationTest::product,
                "contract-line", TenantIsolationTest::lineWithoutRate);
    }

    @Override
    protected Map<String, Function<String, Map<String, String>>> twoRows() {
        return Map.of(
                "GET /v1/mrr/movements", TenantIsolationTest::twoPayingAccounts,
                "GET /v1/mrr/unconverted-lines", TenantIsolationTest::twoLinesWithoutRate,
                "GET /v1/metrics/{key}/explain", TenantIsolationTest::twoPayingAccounts,
                "GET /v1/admin/metrics/audit-entries", TenantIsolationTest::twoAuditEntries);
    }

    /** With MRR, so that what is told of it is more than its name. */
    private static Made account(String token) {
        return sold(token, UUID.randomUUID());
    }

    private static Made product(String token) {
        UUID product = UUID.randomUUID();
        sold(token, product);
        return Made.alone(product.toString(), null);
    }

    /** The only lines that are listed. */
    private static Made lineWithoutRate(String token) {
        UUID line = UUID.randomUUID();
        FakeFeed accounts = FollowedFeeds.of("accounts");
        accounts.comeUp();
        String tenant = Issuer.tenantOf(token);
        UUID account = UUID.randomUUID();
        accounts.send(tenant, "ACCOUNT", account, 1, "{\"name\":\"Acme\"}");
        String contract = CONTRACT.formatted(account, line, UUID.randomUUID()).replace("BRL", "CHF");
        accounts.send(tenant, "CONTRACT", UUID.randomUUID(), 1, contract);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!isListed(token, line) && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return Made.alone(line.toString(), null);
    }

    private static boolean isListed(String token, UUID line) {
        return line.toString()
                .equals(given().auth()
                        .oauth2(token)
                        .get("/v1/mrr/unconverted-lines?id=" + line)
                        .path("items[0].lineId"));
    }

    private static Map<String, String> twoLinesWithoutRate(String token) {
        lineWithoutRate(token);
        lineWithoutRate(token);
        return Map.of();
    }

    private static Map<String, String> twoPayingAccounts(String token) {
        account(token);
        account(token);
        return Map.of();
    }

    private static Made sold(String token, UUID product) {
        FakeFeed accounts = FollowedFeeds.of("accounts");
        accounts.comeUp();
        String tenant = Issuer.tenantOf(token);
        UUID account = UUID.randomUUID();
        accounts.send(tenant, "ACCOUNT", account, 1, "{\"name\":\"Acme\"}");
        accounts.send(tenant, "PRODUCT", product, 1, "{\"code\":\"%s\",\"name\":\"CRM\"}".formatted(product));
        String contract = CONTRACT.formatted(account, UUID.randomUUID(), product);
        accounts.send(tenant, "CONTRACT", UUID.randomUUID(), 1, contract);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!hasMrr(token, account) && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return Made.alone(account.toString(), null);
    }

    private static boolean hasMrr(String token, UUID account) {
        return "100.00"
                .equals(given().auth()
                        .oauth2(token)
                        .get("/v1/overviews/" + account)
                        .path("account.mrr.amount"));
    }

    /** Nothing writes here yet but the feed, and what it brings is in the audit log of the neighbour: so rows of the log are put in. */
    private static Map<String, String> twoAuditEntries(String token) {
        LedgerRows rows = LedgerRows.of(Issuer.tenantOf(token));
        for (int i = 0; i < 2; i++) {
            rows.run(
                    "insert into audit_entry (tenant_id, id, recorded_at, client, request_id, aggregate_type, aggregate_id, action) values (?, uuidv7(), now(), 'farol-web', 'r', 'GOAL', ?, 'UPDATED')",
                    Issuer.tenantOf(token),
                    UUID.randomUUID());
        }
        return Map.of();
    }
}
