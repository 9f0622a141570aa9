package io.farol.metrics;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.Issuer;
import io.farol.testkit.ReferenceAnswers;
import io.farol.testkit.ReferenceSet;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three data sets that nobody here made, fed as events: what REST answers equals the published results, money to the cent, ratios to 1e-6. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ReferenceDataApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    @Any
    Instance<FeedSubscriber> subscribers;

    @Inject
    TenantTransaction transaction;

    private final List<FeedEvent> events = new ArrayList<>();
    private String tenant = "";

    @ParameterizedTest
    @EnumSource
    void answersWhatWasPublished(ReferenceSet set) {
        tenant = "ref-" + set.name().toLowerCase(Locale.ROOT).replace('_', '-');
        set.accounts().forEach(this::account);
        set.lines().forEach(this::contract);
        publish();

        new ReferenceAnswers(this::get).equal(set);
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(given().auth()
                    .oauth2(Issuer.token(tenant, "vera", "viewer"))
                    .get("/v1/" + path)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void account(ReferenceSet.Account account) {
        UUID id = LedgerRows.id(tenant + account.id());
        ObjectNode payload = JSON.createObjectNode().put("id", id.toString()).put("name", account.id());
        payload.putArray("freezes");
        var dated = payload.putArray("groups");
        account.groups().forEach((dimension, value) -> dated.addObject()
                .put("dimension", dimension)
                .put("value", value)
                .putNull("fromOn"));
        event("ACCOUNT", id, payload);
    }

    private void contract(ReferenceSet.Line of) {
        String name = "contract " + of.id();
        UUID id = LedgerRows.id(tenant + name);
        LocalDate until = of.endsOn();
        ObjectNode payload = JSON.createObjectNode()
                .put("id", id.toString())
                .put("accountId", LedgerRows.id(tenant + of.accountId()).toString())
                .put("termStartsOn", of.startsOn().toString())
                .putNull("termEndsOn");
        ObjectNode line = payload.putArray("lines").addObject();
        line.put("id", LedgerRows.id(tenant + name + " line").toString())
                .put("productId", LedgerRows.id("product").toString());
        line.putArray("terms")
                .addObject()
                .put("startsOn", of.startsOn().toString())
                .put("endsOn", until == null ? null : until.toString())
                .put("quantity", "1")
                .put("unitPrice", of.mrr())
                .put("currency", "BRL")
                .put("discount", "0")
                .put("billingPeriodMonths", 1)
                .put("isRecurring", true)
                .put("mrrE4", new BigDecimal(of.mrr()).movePointRight(4).longValueExact())
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
}
