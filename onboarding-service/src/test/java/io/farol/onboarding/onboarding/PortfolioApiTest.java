package io.farol.onboarding.onboarding;

import static io.farol.onboarding.Clients.TODAY;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.onboarding.AccountsStandIn;
import io.farol.onboarding.Caller;
import io.farol.onboarding.Clients;
import io.farol.onboarding.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CSM writes the onboardings of his accounts, of nobody's and those that he owns; leaders, administrators and machines write all. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class PortfolioApiTest {
    private final Caller admin = Caller.ofNewTenant();
    private final Clients clients = Clients.of(admin.tenant());
    private final Caller bia = admin.as("csm").named("bia");
    private final Caller eva = admin.as("csm").named("eva");
    private final Caller leader = admin.as("cs-leader");
    private final Caller machine = admin.as("integration");
    private String evasId = "";
    private String biasId = "";

    @BeforeEach
    void twoWorkInTheTeam() {
        evasId = clients.member("Eva Reis", "Eva@" + admin.tenant());
        biasId = clients.member("Bia Luz", "bia@" + admin.tenant());
    }

    @Test
    void writesNothingOfAnAccountOfAnother() {
        String path = onboardingOf(evasId);
        String session = eva.post(path + "/sessions", "\"1\"", session())
                .statusCode(201)
                .body("resource.can", hasItems("CHANGE", "MOVE"))
                .extract()
                .path("id");
        String account = clients.account("Beta", csm(evasId));
        Written before = written();

        refused(bia.patch(path, "\"2\"", "{\"ownerName\":\"Bia Luz\"}"));
        refused(bia.patch(path, "\"9\"", "{\"ownerName\":\"Bia Luz\"}"));
        refused(bia.post(path + "/first-values", "\"2\"", evidence()));
        refused(bia.post(path + "/activation-retries", "\"2\"", "{}"));
        refused(bia.post(path + "/pauses", "\"2\"", "{\"reason\":\"x\"}"));
        refused(bia.post(path + "/resumptions", "\"2\"", "{}"));
        refused(bia.post(path + "/phase-changes", "\"2\"", "{\"toPhase\":\"SCHEDULING\"}"));
        refused(bia.post(path + "/completions", "\"2\"", "{}"));
        refused(bia.post(path + "/cancellations", "\"2\"", "{\"reason\":\"x\"}"));
        refused(bia.post(path + "/reopenings", "\"2\"", "{\"reason\":\"x\"}"));
        refused(bia.post(path + "/sessions", "\"2\"", session()));
        refused(bia.patch(path + "/sessions/" + session, "\"2\"", "{\"title\":\"x\"}"));
        refused(bia.delete(path + "/sessions/" + session, "\"2\""));
        refused(bia.post("/v1/onboardings", "{\"accountId\":\"" + account + "\"}"));

        assertEquals(before, written());
        bia.get(path).body("can", hasSize(0));
        bia.get("/v1/onboardings").body("items[0].can", hasSize(0));
        bia.get("/v1/onboardings/board").body("columns[0].items[0].can", hasSize(0));
    }

    @Test
    void writesThoseOfHisAccountsAndOfNobodys() {
        String own = onboardingOf(biasId);
        String nobodys = path(clients.newClient("Caju"));

        for (String path : List.of(own, nobodys)) {
            bia.patch(path, "\"1\"", "{\"ownerName\":\"Rui\"}")
                    .statusCode(200)
                    .body("can", hasItems("CHANGE", "MOVE", "PAUSE"));
            bia.post(path + "/pauses", "\"2\"", "{\"reason\":\"x\"}")
                    .statusCode(201)
                    .body("resource.can", hasItems("CHANGE", "RESUME"));
        }
        bia.get("/v1/onboardings/board").body("columns[0].items[0].can", hasItems("CHANGE", "RESUME"));
        bia.post("/v1/onboardings", "{\"accountId\":\"" + clients.account("Dado", csm(biasId)) + "\"}")
                .statusCode(201)
                .body("can", hasItems("CHANGE"));
    }

    @Test
    void writesWhatHeOwnsByHisNameOrHisLogin() {
        String path = onboardingOf(evasId);
        leader.patch(path, "\"1\"", "{\"ownerName\":\"BIA luz\"}").statusCode(200);
        bia.patch(path, "\"2\"", "{\"playbookName\":\"Short\"}").statusCode(200).body("can", hasItems("CHANGE"));
        machine.patch(path, "\"3\"", "{\"ownerName\":\"Bia@" + admin.tenant() + "\"}")
                .statusCode(200);
        bia.patch(path, "\"4\"", "{\"playbookName\":\"Long\"}").statusCode(200);

        bia.patch(path, "\"5\"", "{\"ownerName\":\"Bia\"}").statusCode(200).body("can", hasSize(0));

        refused(bia.patch(path, "\"6\"", "{\"ownerName\":\"Bia Luz\"}"));
    }

    @Test
    void losesItWithTheAccountAndWithTheMember() {
        String account = clients.newClient("Acme", csm(biasId));
        String path = path(account);
        bia.patch(path, "\"1\"", "{\"playbookName\":\"Short\"}").statusCode(200);

        clients.account(account, 2, "Acme", csm(evasId));

        refused(bia.patch(path, "\"2\"", "{\"playbookName\":\"Long\"}"));
        eva.patch(path, "\"2\"", "{\"playbookName\":\"Long\"}").statusCode(200);
        clients.member(evasId, 2, "Eva Reis", "Eva@" + admin.tenant(), true);
        refused(eva.patch(path, "\"3\"", "{\"playbookName\":\"Short\"}"));
        clients.account(account, 3, "Acme");
        bia.patch(path, "\"3\"", "{\"playbookName\":\"Short\"}").statusCode(200);
    }

    @Test
    void answersAnotherTenantsAsAnUnknownOneFirst() {
        Caller stranger = Caller.ofNewTenant();
        Clients theirs = Clients.of(stranger.tenant());
        String account = theirs.newClient("Far", csm(theirs.member("Fay", "fay@far")));
        String id = stranger.get("/v1/onboardings").extract().path("items[0].id");

        bia.patch("/v1/onboardings/" + id, "\"1\"", "{\"ownerName\":\"x\"}").statusCode(404);
        bia.post("/v1/onboardings", "{\"accountId\":\"" + account + "\"}").body("code", equalTo("UNKNOWN_REFERENCE"));
    }

    @Test
    void findsWhatIsInAPortfolio() {
        String hers = idOf(clients.newClient("Acme", csm(evasId)));
        String his = idOf(clients.newClient("Beta", csm(biasId)));
        String hersByName = idOf(clients.newClient("Caju", csm(biasId)));
        leader.patch("/v1/onboardings/" + hersByName, "\"1\"", "{\"ownerName\":\"eva REIS\"}")
                .statusCode(200);
        String leaders = idOf(clients.newClient("Dado"));
        leader.patch(
                        "/v1/onboardings/" + leaders,
                        "\"1\"",
                        "{\"ownerName\":\"" + leader.login() + "@" + admin.tenant() + "\"}")
                .statusCode(200);

        eva.get("/v1/onboardings?csm=me").body("items.id", contains(hers, hersByName));
        admin.get("/v1/onboardings?csm=" + evasId).body("items.id", contains(hers, hersByName));
        bia.get("/v1/onboardings?csm=me").body("items.id", contains(his, hersByName));
        leader.get("/v1/onboardings?csm=me").body("items.id", contains(leaders));
        admin.get("/v1/onboardings?csm=nobody").body("items", hasSize(0));
        eva.get("/v1/onboardings/board?csm=me").body("totals.count", equalTo(2));
    }

    private static ValidatableResponse refused(ValidatableResponse answer) {
        return answer.statusCode(403)
                .body("code", equalTo("NOT_IN_PORTFOLIO"))
                .body("csmName", equalTo("Eva Reis"))
                .body("detail", containsString("Eva Reis"));
    }

    /** Rows of the audit log and of the outbox. */
    private record Written(long audited, long published) {}

    private Written written() {
        return new Written(
                Outside.count("select count(*) from audit_entry where tenant_id = ?", admin.tenant()),
                Outside.count("select count(*) from outbox where tenant_id = ?", admin.tenant()));
    }

    private String onboardingOf(String csm) {
        return path(clients.newClient("Acme", csm(csm)));
    }

    private String path(String account) {
        return "/v1/onboardings/" + idOf(account);
    }

    private String idOf(String account) {
        return admin.get("/v1/onboardings?accountId=" + account).extract().path("items[0].id");
    }

    private static String csm(String member) {
        return ",\"csmId\":\"" + member + "\"";
    }

    private static String session() {
        return "{\"kind\":\"KICKOFF\",\"title\":\"Kickoff\",\"isMandatory\":true,\"isConfirmed\":false,\"isHeld\":false}";
    }

    private static String evidence() {
        return "{\"evidencedOn\":\"" + TODAY + "\",\"kind\":\"CLIENT_CONFIRMED\",\"evidence\":\"First month closed\"}";
    }
}
