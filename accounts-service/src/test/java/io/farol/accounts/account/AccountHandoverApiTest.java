package io.farol.accounts.account;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A CSM's portfolio goes to another one by a bulk edit. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AccountHandoverApiTest {
    private static final String EDITS = "/v1/accounts/bulk-edits";

    private final Caller admin = Caller.ofNewTenant();

    @Test
    void handsThePortfolioOfALeaverOver() {
        String leaver = admin.made("/v1/team/members", "{\"name\":\"Leo\",\"roles\":[\"CSM\"]}");
        String heir = admin.made("/v1/team/members", "{\"name\":\"Bia\",\"roles\":[\"CSM\"]}");
        String acme = account("Acme", leaver);
        account("Beta", leaver);
        String other = account("Other", null);
        Response preview = preview(leaver, heir);

        apply(preview).statusCode(201).body("changed", equalTo(2));

        admin.get("/v1/accounts/" + acme).body("csmName", equalTo("Bia"));
        admin.get("/v1/accounts/" + other).body("csmId", nullValue());
        assertEquals("\"" + heir + "\"", Outside.published(acme, "$.csmId"));
        assertEquals(
                "\"" + leaver + "\"",
                Outside.published(acme, "$.groups[*] ? (@.dimension == \"csm\" && @.fromOn == null).value"));
        admin.delete("/v1/team/members/" + leaver, "\"1\"").statusCode(204);
        admin.post(EDITS, "{\"changes\":{\"csmId\":\"" + leaver + "\"}}")
                .body("errors.pointer", contains("/changes/csmId"))
                .body("errors.code", contains("UNKNOWN_REFERENCE"));
        String later = admin.made("/v1/team/members", "{\"name\":\"Eva\",\"externalId\":\"E\",\"roles\":[\"CSM\"]}");
        Response late = preview(heir, later);
        admin.put("/v1/team/members/by-external-id/E", "{\"roles\":[\"OPS\"]}").statusCode(200);
        apply(late).body("errors.code", contains("MEMBER_NOT_CSM"));
    }

    private String account(String name, @Nullable String csm) {
        return admin.made(
                "/v1/accounts", "{\"name\":\"" + name + "\"" + (csm == null ? "" : ",\"csmId\":\"" + csm + "\"") + "}");
    }

    private Response preview(String from, String to) {
        return admin.request()
                .body("{\"changes\":{\"csmId\":\"" + to + "\"}}")
                .post(EDITS + "?csm=" + from)
                .then()
                .statusCode(201)
                .extract()
                .response();
    }

    private ValidatableResponse apply(Response preview) {
        return admin.request()
                .header("If-Match", "\"1\"")
                .post(EDITS + "/" + preview.path("id") + "/applications")
                .then();
    }
}
