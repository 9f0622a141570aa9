package io.farol.accounts.freeze;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class FreezeApiTest {
    private final Caller admin = Caller.ofNewTenant();
    private final Caller csm = admin.as("csm");

    @BeforeEach
    void itIsTheTenthOfMay() {
        Outside.makeSandbox(admin.tenant());
        admin.patch("/v1/settings", "\"1\"", "{\"businessDate\":\"2026-05-10\"}")
                .statusCode(200);
    }

    @Test
    void freezesAnAccountOnceAtATime() {
        String acme = csm.made("/v1/accounts", "{\"name\":\"Acme\"}");

        String freeze = csm.post(freezes(acme), "\"1\"", freeze("2026-05-01", "2026-06-01"))
                .statusCode(201)
                .header("Location", equalTo("/v1/accounts/" + acme))
                .header("ETag", "\"2\"")
                .body("resource.etag", equalTo("\"2\""))
                .extract()
                .path("id");

        csm.post(freezes(acme), "\"2\"", freeze("2026-05-31", "2026-06-10"))
                .statusCode(409)
                .body("code", equalTo("ACCOUNT_ALREADY_FROZEN"))
                .body("freezeId", equalTo(freeze))
                .body("detail", containsString("2026-05-01"));
        csm.post(freezes(acme), "\"2\"", freeze("2026-06-01", "2026-06-10")).statusCode(201);
        csm.get(freezes(acme)).body("items.from", contains("2026-05-01", "2026-06-01"));
        assertEquals(List.of("CREATED 1", "FROZEN 2", "FROZEN 3"), Outside.events(acme));
        assertEquals("\"2026-06-01\"", Outside.published(acme, "$.freezes[0].until"));
        assertEquals("true", Outside.published(acme, "$.freezes[0].isBillingSuspended"));
    }

    @Test
    void needsTheAccountsEtag() {
        String acme = csm.made("/v1/accounts", "{\"name\":\"Acme\"}");

        csm.post(freezes(acme), freeze("2026-05-01", "2026-06-01")).statusCode(428);
        csm.post(freezes(acme), "\"9\"", freeze("2026-05-01", "2026-06-01"))
                .statusCode(412)
                .body("current.name", equalTo("Acme"));
    }

    @Test
    void longFreezesAreForLeadersAndEndlessOnesForNobody() {
        String acme = csm.made("/v1/accounts", "{\"name\":\"Acme\"}");

        csm.post(freezes(acme), "\"1\"", freeze("2026-05-01", "2026-07-01"))
                .statusCode(403)
                .body("code", equalTo("FREEZE_NEEDS_LEADER"));
        csm.post(freezes(acme), "\"1\"", "{\"from\":\"2026-05-01\",\"reason\":\"x\"}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/until"));
        admin.as("cs-leader")
                .post(freezes(acme), "\"1\"", freeze("2026-05-01", "2026-10-29"))
                .statusCode(400)
                .body("code", equalTo("FREEZE_TOO_LONG"));
        admin.as("cs-leader")
                .post(freezes(acme), "\"1\"", freeze("2026-05-01", "2026-10-28"))
                .statusCode(201);
    }

    @Test
    void aLongFreezeInPiecesIsALongFreeze() {
        String acme = csm.made("/v1/accounts", "{\"name\":\"Acme\"}");
        Caller leader = admin.as("cs-leader");
        csm.post(freezes(acme), "\"1\"", freeze("2026-05-01", "2026-06-15")).statusCode(201);
        csm.post(freezes(acme), "\"2\"", freeze("2026-07-01", "2026-07-10")).statusCode(201);

        csm.post(freezes(acme), "\"3\"", freeze("2026-06-15", "2026-07-01"))
                .statusCode(403)
                .body("code", equalTo("FREEZE_NEEDS_LEADER"));
        leader.post(freezes(acme), "\"3\"", freeze("2026-06-15", "2026-07-01")).statusCode(201);
        leader.post(freezes(acme), "\"4\"", freeze("2026-07-10", "2026-10-29"))
                .statusCode(400)
                .body("errors.pointer", contains("/until"))
                .body("errors.code", contains("FREEZE_TOO_LONG"));
        leader.post(freezes(acme), "\"4\"", freeze("2026-07-11", "2026-10-29")).statusCode(201);
    }

    @Test
    void endsEarlierButNotLater() {
        String acme = csm.made("/v1/accounts", "{\"name\":\"Acme\"}");
        String freeze = csm.post(freezes(acme), "\"1\"", freeze("2026-05-01", "2026-06-01"))
                .extract()
                .path("id");

        csm.patch(freezes(acme) + "/" + freeze, "\"2\"", "{\"until\":\"2026-06-02\"}")
                .statusCode(409)
                .body("code", equalTo("FREEZE_ONLY_SHORTENED"));
        csm.patch(freezes(acme) + "/" + freeze, "\"2\"", "{\"until\":\"2026-05-10\"}")
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("until", equalTo("2026-05-10"))
                .body("plannedUntil", equalTo("2026-06-01"));
        csm.patch(freezes(acme) + "/" + freeze, "\"3\"", "{\"until\":\"2026-05-05\"}")
                .statusCode(409)
                .body("code", equalTo("FREEZE_ENDED"));
    }

    @Test
    void anotherTenantFreezesNothing() {
        String acme = csm.made("/v1/accounts", "{\"name\":\"Acme\"}");
        Caller stranger = Caller.ofNewTenant();

        stranger.post(freezes(acme), "\"1\"", freeze("2026-05-01", "2026-06-01"))
                .statusCode(404);
        stranger.get(freezes(acme)).statusCode(404);
        csm.get(freezes(acme)).body("items", hasSize(0));
    }

    private static String freezes(String account) {
        return "/v1/accounts/" + account + "/freezes";
    }

    private static String freeze(String from, String until) {
        return "{\"from\":\"" + from + "\",\"until\":\"" + until + "\",\"reason\":\"Reorganisation\"}";
    }
}
