package io.farol.accounts.member;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class MemberApiTest {
    private static final String MEMBERS = "/v1/team/members";
    private static final String BIA =
            "{\"name\":\" Bia Sá \",\"externalId\":\"M-1\",\"email\":\"bia@x.example\",\"userName\":\"bia@x\",\"roles\":[\"CSM\",\"CX\",\"CSM\"],\"seniority\":\"MID\"}";

    private final Caller admin = Caller.ofNewTenant();
    private final Caller leader = admin.as("cs-leader");

    @Test
    void makesAMemberAndPublishesHim() {
        String id = leader.post(MEMBERS, BIA)
                .statusCode(201)
                .header("Location", containsString(MEMBERS + "/"))
                .header("ETag", "\"1\"")
                .body("name", equalTo("Bia Sá"))
                .body("roles", contains("CX", "CSM"))
                .body("can", contains("CHANGE", "ARCHIVE"))
                .extract()
                .path("id");

        assertEquals(List.of("CREATED 1"), Outside.events(id));
        assertEquals(
                "{\"id\": \"" + id
                        + "\", \"name\": \"Bia Sá\", \"email\": \"bia@x.example\", \"roles\": [\"CX\", \"CSM\"], \"userName\": \"bia@x\", \"seniority\": \"MID\", \"externalId\": \"M-1\", \"isArchived\": false}",
                Outside.published(id, "$"));
        admin.as("viewer")
                .get(MEMBERS + "/by-external-id/M-1")
                .body("id", equalTo(id))
                .body("can", hasSize(0));
        admin.as("viewer").get(MEMBERS + "?q=bia sa&role=CX&role=OPS").body("items.id", contains(id));
    }

    @Test
    void refusesNamesThatOthersHave() {
        String id = admin.made(MEMBERS, BIA);

        admin.post(MEMBERS, "{\"name\":\"Eva\",\"externalId\":\"M-1\",\"roles\":[\"CX\"]}")
                .statusCode(409)
                .body("code", equalTo("EXTERNAL_ID_TAKEN"))
                .body("existingId", equalTo(id));
        admin.post(MEMBERS, "{\"name\":\"Eva\",\"userName\":\"BIA@X\",\"roles\":[\"CX\"]}")
                .statusCode(409)
                .body("code", equalTo("USER_NAME_TAKEN"))
                .body("existingId", equalTo(id));
        admin.post(MEMBERS, "{\"name\":\"\",\"email\":\"bia\",\"roles\":[]}")
                .statusCode(400)
                .body("errors.pointer", containsInAnyOrder("/name", "/email", "/roles"));
    }

    @Test
    void changesArchivesAndRestores() {
        String id = admin.put(MEMBERS + "/by-external-id/M-1", BIA)
                .statusCode(201)
                .extract()
                .path("id");

        admin.put(MEMBERS + "/by-external-id/M-1", BIA).statusCode(200).header("ETag", "\"1\"");
        leader.patch(MEMBERS + "/" + id, "\"1\"", "{\"seniority\":null,\"userName\":\"Bia@x\"}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("seniority", nullValue());
        leader.patch(MEMBERS + "/" + id, "\"1\"", "{\"name\":\"X\"}").statusCode(412);
        leader.delete(MEMBERS + "/" + id, "\"2\"").statusCode(204);

        admin.get(MEMBERS).body("items", hasSize(0));
        admin.get(MEMBERS + "/archived").body("items.can[0]", contains("RESTORE"));
        admin.patch(MEMBERS + "/" + id, "\"3\"", "{\"name\":\"X\"}").body("code", equalTo("MEMBER_ARCHIVED"));
        leader.post(MEMBERS + "/" + id + "/restorations", "\"3\"", "")
                .statusCode(201)
                .body("resource.isArchived", equalTo(false));
        leader.post(MEMBERS + "/" + id + "/restorations", "\"4\"", "").body("code", equalTo("MEMBER_NOT_ARCHIVED"));
        assertEquals(List.of("CREATED 1", "CHANGED 2", "ARCHIVED 3", "RESTORED 4"), Outside.events(id));
        assertEquals(
                4,
                Outside.count(
                        "select count(*) from audit_entry where aggregate_type = 'MEMBER' and aggregate_id = cast(? as uuid)",
                        id));
    }

    @Test
    void whoIsTheCsmOfAccountsStaysUntilTheyAreHandedOver() {
        String id = admin.made(MEMBERS, BIA);
        String account = admin.made("/v1/accounts", "{\"name\":\"Acme\",\"csmId\":\"" + id + "\"}");
        admin.made("/v1/accounts", "{\"name\":\"Beta\",\"csmId\":\"" + id + "\"}");

        admin.delete(MEMBERS + "/" + id, "\"1\"")
                .statusCode(409)
                .body("code", equalTo("MEMBER_HAS_ACCOUNTS"))
                .body("detail", containsString("2 accounts"));
        admin.patch(MEMBERS + "/" + id, "\"1\"", "{\"roles\":[\"CX\"]}")
                .statusCode(409)
                .body("code", equalTo("MEMBER_HAS_ACCOUNTS"));
        admin.patch(MEMBERS + "/" + id, "\"1\"", "{\"name\":\"Beatriz\"}").statusCode(200);
        admin.get("/v1/accounts/" + account).header("ETag", "\"1\"").body("csmName", equalTo("Beatriz"));
        String edit = admin.post("/v1/accounts/bulk-edits?csm=" + id, "{\"changes\":{\"csmId\":null}}")
                .body("count", equalTo(2))
                .extract()
                .path("id");
        admin.post("/v1/accounts/bulk-edits/" + edit + "/applications", "\"1\"", "")
                .body("changed", equalTo(2));
        admin.delete(MEMBERS + "/" + id, "\"2\"").statusCode(204);
    }

    @Test
    void rolesAreKept() {
        for (String role : List.of("csm", "viewer", "integration")) {
            admin.as(role).post(MEMBERS, BIA).statusCode(403);
            admin.as(role).get(MEMBERS).statusCode(200);
        }
    }

    @Test
    void tellsTheCallerWhichMemberHeIs() {
        String mine = ",\"userName\":\"ANA@" + admin.tenant() + "\"}";
        admin.get("/v1/me").body("memberId", nullValue()).body("memberName", nullValue());

        String id = admin.made(MEMBERS, "{\"name\":\"Ana\",\"roles\":[\"OPS\"]" + mine);

        admin.get("/v1/me").body("memberId", equalTo(id)).body("memberName", equalTo("Ana"));
        Caller.ofNewTenant().get("/v1/me").body("memberId", nullValue());
        admin.delete(MEMBERS + "/" + id, "\"1\"").statusCode(204);
        admin.get("/v1/me").body("memberId", nullValue());
    }
}
