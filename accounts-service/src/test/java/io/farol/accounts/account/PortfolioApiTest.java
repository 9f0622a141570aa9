package io.farol.accounts.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CSM writes his own portfolio, and what is nobody's; leaders, administrators and machines write all. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class PortfolioApiTest {
    private static final String ACCOUNTS = "/v1/accounts/";
    private static final String FREEZE =
            "{\"from\":\"2026-05-01\",\"until\":\"2026-05-20\",\"reason\":\"Reorganisation\"}";

    private final Caller admin = Caller.ofNewTenant();
    private final Caller bia = admin.as("csm").named("bia");
    private final Caller eva = admin.as("csm").named("eva");
    private final Caller outsider = admin.as("csm").named("rui");
    private final Caller leader = admin.as("cs-leader");
    private final Caller machine = admin.as("integration");
    private String biasId = "";
    private String evasId = "";

    @BeforeEach
    void twoWorkInTheTeam() {
        Outside.makeSandbox(admin.tenant());
        admin.patch("/v1/settings", "\"1\"", "{\"businessDate\":\"2026-05-10\"}")
                .statusCode(200);
        biasId = member("Bia", "Bia@" + admin.tenant());
        evasId = member("Eva", "eva@" + admin.tenant());
    }

    @Test
    void makesAccountsForHimselfOrForNobody() {
        bia.post("/v1/accounts", account("Acme", "A", biasId))
                .statusCode(201)
                .body("can", contains("CHANGE", "FREEZE"));
        bia.post("/v1/accounts", account("Beta", "B", null)).statusCode(201).body("can", contains("CHANGE", "FREEZE"));
        bia.put(ACCOUNTS + "by-external-id/C", account("Caju", null, biasId)).statusCode(201);
        leader.post("/v1/accounts", account("Dado", "D", evasId)).statusCode(201);
        machine.put(ACCOUNTS + "by-external-id/E", account("Eco", null, evasId)).statusCode(201);
        Written before = written();

        refused(bia.post("/v1/accounts", account("Fava", "F", evasId)), "Eva")
                .body("errors.pointer", contains("/csmId"));
        refused(bia.put(ACCOUNTS + "by-external-id/F", account("Fava", null, evasId)), "Eva");
        refused(outsider.post("/v1/accounts", account("Fava", "F", biasId)), "Bia");

        assertEquals(before, written());
        bia.get("/v1/accounts").body("items", hasSize(5));
    }

    @Test
    void changesOnlyHisOwnAndWhatIsNobodys() {
        String hers = accountOf(evasId, "E");
        String own = accountOf(biasId, "B");
        String nobodys = accountOf(null, "N");
        Written before = written();

        refused(bia.patch(ACCOUNTS + hers, "\"1\"", "{\"sector\":\"Retail\"}"), "Eva");
        refused(bia.patch(ACCOUNTS + hers, "\"9\"", "{\"csmId\":\"" + biasId + "\"}"), "Eva");
        refused(bia.put(ACCOUNTS + "by-external-id/E", "{\"sector\":\"Retail\"}"), "Eva");
        refused(bia.put(ACCOUNTS + "by-external-id/E", "{}"), "Eva");
        refused(outsider.patch(ACCOUNTS + own, "\"1\"", "{\"sector\":\"Retail\"}"), "Bia");
        assertEquals(before, written());

        bia.patch(ACCOUNTS + own, "\"1\"", "{\"sector\":\"Retail\"}").statusCode(200);
        bia.put(ACCOUNTS + "by-external-id/B", "{\"sector\":\"Bank\"}").statusCode(200);
        outsider.patch(ACCOUNTS + nobodys, "\"1\"", "{\"sector\":\"Retail\"}").statusCode(200);
        leader.patch(ACCOUNTS + hers, "\"1\"", "{\"sector\":\"Retail\"}").statusCode(200);
        machine.put(ACCOUNTS + "by-external-id/E", "{\"sector\":\"Bank\"}").statusCode(200);
    }

    @Test
    void takesUpWhatIsNobodysAndHandsOverHisOwn() {
        String account = accountOf(null, "N");

        bia.patch(ACCOUNTS + account, "\"1\"", "{\"csmId\":\"" + biasId + "\"}")
                .statusCode(200)
                .body("can", contains("CHANGE", "FREEZE"));
        refused(eva.patch(ACCOUNTS + account, "\"2\"", "{\"csmId\":\"" + evasId + "\"}"), "Bia");
        bia.patch(ACCOUNTS + account, "\"2\"", "{\"csmId\":\"" + evasId + "\"}")
                .statusCode(200)
                .body("can", hasSize(0));

        refused(bia.patch(ACCOUNTS + account, "\"3\"", "{\"csmId\":\"" + biasId + "\"}"), "Eva");
        assertEquals(List.of("CREATED 1", "CHANGED 2", "CHANGED 3"), Outside.events(account));
    }

    @Test
    void refusesTheRowsOfABatchThatAreOfAnother() {
        accountOf(evasId, "E");
        accountOf(biasId, "B");
        accountOf(null, "N");
        Written before = written();

        bia.post("/v1/accounts/batches", """
                        {"items":[{"externalId":"E","sector":"Retail"},{"externalId":"B","sector":"Retail"},{"externalId":"N","sector":"Retail"},
                                  {"externalId":"X","name":"X","csmId":"%s"},{"name":"Y","csmId":"%s"},{"name":"Z","csmId":"%s"}]}""".formatted(evasId, evasId, biasId))
                .statusCode(200)
                .body("results.status", contains("REJECTED", "UPDATED", "UPDATED", "REJECTED", "REJECTED", "CREATED"))
                .body("results[0].problem.code", equalTo("NOT_IN_PORTFOLIO"))
                .body("results[0].problem.csmName", equalTo("Eva"))
                .body("results[0].isRetryable", equalTo(false))
                .body("results[3].problem.code", equalTo("NOT_IN_PORTFOLIO"))
                .body("results[3].problem.errors.pointer", contains("/csmId"))
                .body("results[4].problem.code", equalTo("NOT_IN_PORTFOLIO"));
        assertEquals(new Written(before.audited + 3, before.published + 3), written());
        leader.post("/v1/accounts/batches", "{\"items\":[{\"externalId\":\"E\",\"sector\":\"Retail\"}]}")
                .body("results.status", contains("UPDATED"));
    }

    @Test
    void freezesOnlyHisOwn() {
        String hers = accountOf(evasId, "E");
        String own = accountOf(biasId, "B");
        String freeze = eva.post(ACCOUNTS + hers + "/freezes", "\"1\"", FREEZE)
                .statusCode(201)
                .body("resource.can", contains("CHANGE", "FREEZE"))
                .extract()
                .path("id");
        Written before = written();

        refused(bia.post(ACCOUNTS + hers + "/freezes", "\"2\"", FREEZE), "Eva");
        refused(bia.patch(ACCOUNTS + hers + "/freezes/" + freeze, "\"2\"", "{\"until\":\"2026-05-15\"}"), "Eva");
        assertEquals(before, written());

        bia.post(ACCOUNTS + own + "/freezes", "\"1\"", FREEZE).statusCode(201);
        leader.patch(ACCOUNTS + hers + "/freezes/" + freeze, "\"2\"", "{\"until\":\"2026-05-15\"}")
                .statusCode(200)
                .body("resource.can", hasItems("CHANGE", "FREEZE", "ADD_CONTRACT"));
    }

    @Test
    void saysWhatEachMayDo() {
        accountOf(evasId, "E");
        accountOf(biasId, "B");
        accountOf(null, "N");

        for (Map.Entry<Caller, List<Integer>> each : Map.of(
                        bia, List.of(0, 2, 2),
                        eva, List.of(2, 0, 2),
                        outsider, List.of(0, 0, 2),
                        leader, List.of(4, 4, 4),
                        machine, List.of(4, 4, 4))
                .entrySet()) {
            assertEquals(
                    each.getValue(),
                    each.getKey().get("/v1/accounts").extract().<List<List<String>>>path("items.can").stream()
                            .map(List::size)
                            .toList(),
                    each.getKey().toString());
            each.getKey()
                    .get(ACCOUNTS + "by-external-id/E")
                    .body("can", hasSize(each.getValue().getFirst()));
        }
    }

    @Test
    void hasNoneWithoutTheLoginOfAMember() {
        String own = accountOf(biasId, "B");

        admin.patch("/v1/team/members/" + biasId, "\"1\"", "{\"userName\":\"other\"}")
                .statusCode(200);

        refused(bia.patch(ACCOUNTS + own, "\"1\"", "{\"sector\":\"Retail\"}"), "Bia");
    }

    @Test
    void isNotBoundWhoHasAnotherWritingRoleToo() {
        String hers = accountOf(evasId, "E");

        for (String also : List.of("cs-leader", "cs-admin", "integration")) {
            as("csm", also)
                    .body("{\"sector\":\"" + also + "\"}")
                    .put(ACCOUNTS + "by-external-id/E")
                    .then()
                    .statusCode(200);
            as("csm", also).get(ACCOUNTS + hers).then().body("can", hasItems("CHANGE", "FREEZE"));
        }
        refused(
                as("csm", "viewer")
                        .body("{}")
                        .put(ACCOUNTS + "by-external-id/E")
                        .then(),
                "Eva");
        as("csm", "viewer").get(ACCOUNTS + hers).then().body("can", hasSize(0));
    }

    @Test
    void answersAnotherTenantsIdAsAnUnknownOneFirst() {
        Caller stranger = Caller.ofNewTenant();
        String elsewhere = stranger.made("/v1/accounts", account("Far", "F", null));
        String member = stranger.made("/v1/team/members", "{\"name\":\"Far\",\"roles\":[\"CSM\"]}");

        bia.patch(ACCOUNTS + elsewhere, "\"1\"", "{\"sector\":\"Retail\"}").statusCode(404);
        bia.post(ACCOUNTS + elsewhere + "/freezes", "\"1\"", FREEZE).statusCode(404);
        bia.post("/v1/accounts", account("Acme", "A", member)).body("errors.code", contains("UNKNOWN_REFERENCE"));
    }

    @Test
    void saysItInPortuguese() {
        String hers = accountOf(evasId, "E");

        bia.request()
                .header("Accept-Language", "pt-BR")
                .header("If-Match", "\"1\"")
                .body("{}")
                .patch(ACCOUNTS + hers)
                .then()
                .statusCode(403)
                .body("detail", containsString("carteira de Eva"));
    }

    private static ValidatableResponse refused(ValidatableResponse answer, String csm) {
        return answer.statusCode(403)
                .body("code", equalTo("NOT_IN_PORTFOLIO"))
                .body("csmName", equalTo(csm))
                .body("detail", containsString(csm));
    }

    /** Rows of the audit log and of the outbox. */
    private record Written(long audited, long published) {}

    private Written written() {
        return new Written(
                Outside.count("select count(*) from audit_entry where tenant_id = ?", admin.tenant()),
                Outside.count("select count(*) from outbox where tenant_id = ?", admin.tenant()));
    }

    private String accountOf(@Nullable String csm, String externalId) {
        return leader.made("/v1/accounts", account("Account " + externalId, externalId, csm));
    }

    private static String account(String name, @Nullable String externalId, @Nullable String csm) {
        return "{\"name\":\"" + name + "\""
                + (externalId == null ? "" : ",\"externalId\":\"" + externalId + "\"")
                + (csm == null ? "" : ",\"csmId\":\"" + csm + "\"") + "}";
    }

    private RequestSpecification as(String... roles) {
        return given().auth().oauth2(Issuer.token(admin.tenant(), "bia", roles)).contentType(ContentType.JSON);
    }

    private String member(String name, String userName) {
        return admin.made(
                "/v1/team/members",
                "{\"name\":\"" + name + "\",\"roles\":[\"CSM\"],\"userName\":\"" + userName + "\"}");
    }
}
