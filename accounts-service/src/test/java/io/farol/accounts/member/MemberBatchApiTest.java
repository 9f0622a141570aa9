package io.farol.accounts.member;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class MemberBatchApiTest {
    private static final String MEMBERS = "/v1/team/members";
    private static final String BATCHES = MEMBERS + "/batches";
    private static final String BIA =
            "{\"name\":\"Bia\",\"externalId\":\"M-1\",\"email\":\"bia@x.example\",\"userName\":\"bia@x\",\"roles\":[\"CSM\",\"CX\"],\"seniority\":\"MID\"}";

    private final Caller admin = Caller.ofNewTenant();

    @Test
    void makesChangesLeavesAndRefusesInOneBatch() {
        String bia = admin.made(MEMBERS, BIA);
        String gone = admin.made(MEMBERS, "{\"name\":\"Gil\",\"externalId\":\"M-2\",\"roles\":[\"OPS\"]}");
        admin.delete(MEMBERS + "/" + gone, "\"1\"").statusCode(204);

        put("""
                {"externalId":"M-3","name":"Eva","roles":["OPS"],"userName":"eva@x"},
                {"externalId":"M-1","seniority":null,"name":" Beatriz "},
                {"externalId":"M-3","roles":["OPS"]},
                {"externalId":"M-2","name":"Gilberto"},
                {"externalId":"M-4","name":"Leo","roles":["CX"],"userName":"BIA@x"},
                {"externalId":"M-5","name":"","email":"no","roles":[]},
                {"name":"Noa","roles":["CX"]}""")
                .body(
                        "results.status",
                        contains("CREATED", "UPDATED", "UNCHANGED", "REJECTED", "REJECTED", "REJECTED", "CREATED"))
                .body("results.externalId", contains("M-3", "M-1", "M-3", null, null, null, null))
                .body("results.etag", contains("\"1\"", "\"2\"", "\"1\"", null, null, null, "\"1\""))
                .body("results[1].id", equalTo(bia))
                .body("results[3].problem.code", equalTo("MEMBER_ARCHIVED"))
                .body("results[4].problem.code", equalTo("USER_NAME_TAKEN"))
                .body("results[4].problem.existingId", equalTo(bia))
                .body("results[5].problem.errors", hasSize(3));

        admin.get(MEMBERS + "?sort=name").body("items.name", contains("Beatriz", "Eva", "Noa"));
        admin.get(MEMBERS + "/" + bia)
                .body("seniority", nullValue())
                .body("email", equalTo("bia@x.example"))
                .body("roles", contains("CX", "CSM"));
        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(bia));
        assertEquals(List.of("CREATED 1", "ARCHIVED 2"), Outside.events(gone));
        assertEquals(6, audited(), "two made and one archived before; two made and one changed by the batch");
    }

    @Test
    void whoIsTheCsmOfAccountsStaysSo() {
        String bia = admin.made(MEMBERS, BIA);
        admin.made("/v1/accounts", "{\"name\":\"Acme\",\"csmId\":\"" + bia + "\"}");

        put("{\"externalId\":\"M-1\",\"roles\":[\"CX\"]},{\"externalId\":\"M-1\",\"name\":\"Beatriz\"}")
                .body("results.status", contains("REJECTED", "UPDATED"))
                .body("results[0].problem.code", equalTo("MEMBER_HAS_ACCOUNTS"));

        admin.get(MEMBERS + "/" + bia).body("roles", contains("CX", "CSM")).body("name", equalTo("Beatriz"));
    }

    @Test
    void theSameBatchAgainWritesNothing() {
        String items = BIA + ",{\"externalId\":\"M-2\",\"name\":\"Eva\",\"roles\":[\"OPS\"]}," + BIA;
        put(items).body("results.status", contains("CREATED", "CREATED", "UNCHANGED"));

        put(items)
                .body("results.status", contains("UNCHANGED", "UNCHANGED", "UNCHANGED"))
                .body("results.etag", contains("\"1\"", "\"1\"", "\"1\""));

        assertEquals(2, Outside.count("select count(*) from outbox where tenant_id = ?", admin.tenant()));
        assertEquals(2, audited());
    }

    @Test
    void aBatchStaysInItsTenant() {
        String theirs = admin.made(MEMBERS, BIA);
        Caller stranger = Caller.ofNewTenant();

        stranger.post(BATCHES, "{\"items\":[" + BIA.replace("Bia", "Mine") + "]}")
                .body("results.status", contains("CREATED"));

        admin.get(MEMBERS + "/" + theirs).header("ETag", "\"1\"").body("name", equalTo("Bia"));
        assertEquals(List.of("CREATED 1"), Outside.events(theirs));
    }

    @Test
    void isForThoseWhoWriteTheTeam() {
        String items = "{\"items\":[" + BIA + "]}";
        for (String role : List.of("csm", "viewer", "integration")) {
            admin.as(role).post(BATCHES, items).statusCode(403);
        }
        admin.get(MEMBERS).body("items", hasSize(0));

        admin.as("cs-leader").post(BATCHES, items).body("results.status", contains("CREATED"));
    }

    /** Somebody else's change commits while the batch waits for the row. */
    @Test
    void aBatchChangesWhatIsThereUnderTheLock() {
        String bia = admin.made(MEMBERS, BIA);

        CompletableFuture<ValidatableResponse> answer = Outside.whileLocked(
                "update member set email = 'new@x.example', version = 2 where id = cast(? as uuid)",
                bia,
                () -> put("{\"externalId\":\"M-1\",\"seniority\":\"SENIOR\"}"));

        answer.join().body("results.status", contains("UPDATED")).body("results.etag", contains("\"3\""));
        admin.get(MEMBERS + "/" + bia).body("email", equalTo("new@x.example")).body("seniority", equalTo("SENIOR"));
    }

    private ValidatableResponse put(String items) {
        return admin.post(BATCHES, "{\"items\":[" + items + "]}").statusCode(200);
    }

    private long audited() {
        return Outside.count(
                "select count(*) from audit_entry where tenant_id = ? and aggregate_type = 'MEMBER'", admin.tenant());
    }
}
