package io.farol.onboarding.onboarding;

import static io.farol.onboarding.Clients.TODAY;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.onboarding.AccountsStandIn;
import io.farol.onboarding.Caller;
import io.farol.onboarding.Clients;
import io.farol.onboarding.Outside;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pipeline feed opens: a short onboarding for each product of a won cross-sell. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class CrossSellTest {
    private final Caller admin = Caller.ofNewTenant();
    private final UUID deal = UuidV7.next();
    private String account = "";
    private String product = "";

    @Inject
    Instance<FeedSubscriber> subscribers;

    @Inject
    TenantTransaction transactions;

    @BeforeEach
    void anAccount() {
        Clients clients = Clients.of(admin.tenant());
        account = clients.account("Acme", ",\"activatedOn\":\"2026-01-01\"");
        product = clients.product("CRM");
    }

    @Test
    void opensAShortOneForTheProduct() {
        tell("CROSS_SELL", "EXPAND_WON", false);

        list().body("items", hasSize(1))
                .body("items[0].kind", equalTo("PRODUCT"))
                .body("items[0].productName", equalTo("CRM"))
                .body("items[0].phase", equalTo("SCHEDULING"))
                .body("items[0].clockStartsOn", equalTo(TODAY.minusDays(3).toString()))
                .body("items[0].phases.state", contains("SKIPPED", "IN_PROGRESS", "PENDING", "PENDING", "SKIPPED"));
    }

    @Test
    void opensNoneForOthersAndNoSecondOne() {
        tell("UPSELL", "EXPAND_WON", false);
        tell("CROSS_SELL", "FORECAST", false);
        tell("CROSS_SELL", "EXPAND_WON", true);
        list().body("items", empty());

        tell("CROSS_SELL", "EXPAND_WON", false);
        tell("CROSS_SELL", "EXPAND_WON", false);

        list().body("items", hasSize(1)).body("items[0].etag", equalTo("\"1\""));
    }

    @Test
    void followsADealThatIsReopenedWhileNobodyHasWorkedOnIt() {
        tell("CROSS_SELL", "EXPAND_WON", false);
        tell("CROSS_SELL", "NEGOTIATION", false);
        list().body("items.state", contains("CANCELLED")).body("items[0].endReason", equalTo("DEAL_REOPENED"));
        tell("CROSS_SELL", "EXPAND_WON", false);
        list().body("items.state", contains("IN_PROGRESS")).body("items[0].etag", equalTo("\"3\""));

        assertEquals(
                3,
                Outside.count(
                        "select count(*) from audit_entry where tenant_id = ? and action in ('OPENED', 'CHANGED') and (state_before is null or state_before -> 'state' <> state_after -> 'state')",
                        admin.tenant()));
        admin.patch(path(), "\"3\"", "{\"ownerName\":\"Rui\"}").statusCode(200);
        tell("CROSS_SELL", "LOST", false);

        list().body("items.state", contains("IN_PROGRESS"));
    }

    @Test
    void comesToItsEndWithoutTheHandOver() {
        tell("CROSS_SELL", "EXPAND_WON", false);
        admin.post(path() + "/phase-changes", "\"1\"", """
                {"toPhase":"FIRST_VALUE","skips":[{"phase":"SCHEDULING","reason":"x"},{"phase":"TRAINING","reason":"x"}]}""").statusCode(201);
        admin.post(path() + "/completions", "\"2\"", "{\"skips\":[]}")
                .statusCode(422)
                .body("errors.code", contains("FIRST_VALUE_EVIDENCED"));
        admin.post(path() + "/first-values", "\"2\"", """
                {"evidencedOn":"%s","kind":"CLIENT_CONFIRMED","evidence":"x"}""".formatted(TODAY))
                .statusCode(201)
                .body("resource.activationState", equalTo("NOT_APPLICABLE"));

        admin.post(path() + "/completions", "\"3\"", "{\"skips\":[]}")
                .statusCode(201)
                .body("skipped", containsInAnyOrder("DELIVERY"))
                .body("resource.state", equalTo("COMPLETED"));
    }

    private void tell(String type, String stage, boolean isImported) {
        String payload =
                """
                {"id":"%s","accountId":"%s","type":"%s","stage":"%s","wonOn":"%s","isImported":%s,"isArchived":false,"lines":[{"productId":"%5$s"},{"productId":"%5$s"}]}""".replace("%5$s", product).formatted(deal, account, type, stage, TODAY.minusDays(3), isImported);
        TenantId tenant = new TenantId(admin.tenant());
        try {
            FeedEvent event = new FeedEvent(
                    tenant,
                    "DEAL",
                    deal,
                    1,
                    "CHANGED",
                    Instant.now(),
                    Instant.now(),
                    1,
                    1,
                    new ObjectMapper().readTree(payload));
            transactions.run(tenant, () -> subscribers.stream()
                    .filter(one -> one.source().equals("pipeline"))
                    .forEach(one -> one.apply(tenant, List.of(event))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(payload, e);
        }
    }

    private ValidatableResponse list() {
        return admin.get("/v1/onboardings?accountId=" + account).statusCode(200);
    }

    private String path() {
        return "/v1/onboardings/" + list().extract().path("items[0].id");
    }
}
