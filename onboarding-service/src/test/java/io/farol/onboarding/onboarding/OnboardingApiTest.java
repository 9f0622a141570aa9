package io.farol.onboarding.onboarding;

import static io.farol.onboarding.Clients.TODAY;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The phases with their conditions, pauses, ends and delays, through REST. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class OnboardingApiTest {
    private final Caller admin = Caller.ofNewTenant();
    private final Caller csm = admin.as("csm");
    private String account = "";
    private String id = "";
    private String path = "";

    @BeforeEach
    void signAContract() {
        account = Clients.of(admin.tenant()).newClient("Acme");
        id = admin.get("/v1/onboardings?accountId=" + account).extract().path("items[0].id");
        path = "/v1/onboardings/" + id;
    }

    @Test
    void namesEverythingThatIsMissingOnTheWayAtOnce() {
        csm.post(path + "/phase-changes", "\"1\"", "{\"toPhase\":\"DELIVERY\"}")
                .statusCode(422)
                .body("type", equalTo("urn:farol:problem:requirements-not-met"))
                .body("code", equalTo("REQUIREMENTS_NOT_MET"))
                .body(
                        "errors.code",
                        contains(
                                "TRIAGE_DECISION_TAKEN",
                                "GOAL_WRITTEN",
                                "TEAM_ASSIGNED",
                                "KICKOFF_CONFIRMED",
                                "USERS_COUNTED",
                                "TRAINING_CSAT_ASKED",
                                "FIRST_VALUE_EVIDENCED"))
                .body(
                        "errors.stage",
                        contains("TRIAGE", "TRIAGE", "TRIAGE", "SCHEDULING", "TRAINING", "TRAINING", "FIRST_VALUE"))
                .body("errors[1].pointer", equalTo("/goals"))
                .body("errors[1].message", equalTo("No goal of the client is written."));
        read().body("etag", equalTo("\"1\"")).body("phase", equalTo("TRIAGE"));
        csm.request()
                .header("If-Match", "\"1\"")
                .header("Accept-Language", "pt-BR")
                .body("{\"toPhase\":\"SCHEDULING\"}")
                .post(path + "/phase-changes")
                .then()
                .statusCode(422)
                .body("errors[1].message", equalTo("Nenhum objetivo do cliente está escrito."));
    }

    @Test
    void goesThroughAllPhasesToItsEnd() {
        triaged();
        move("SCHEDULING").statusCode(201).body("resource.phase", equalTo("SCHEDULING"));
        session("KICKOFF", true, ",\"isConfirmed\":true");
        String training = session("TRAINING", true, "");
        move("TRAINING").statusCode(422).body("errors.code", contains("SESSIONS_CONFIRMED"));
        changeSession(training, "{\"isConfirmed\":true}");
        move("TRAINING").statusCode(201);
        change("{\"training\":{\"usersToTrain\":10,\"usersTrained\":7}}");
        move("FIRST_VALUE")
                .statusCode(422)
                .body("errors.code", contains("TRAININGS_HELD", "USERS_TRAINED", "TRAINING_CSAT_ASKED"));
        changeSession(training, "{\"isHeld\":true}");
        move("FIRST_VALUE")
                .statusCode(422)
                .body("errors.code", contains("ATTENDANCE_RECORDED", "USERS_TRAINED", "TRAINING_CSAT_ASKED"));
        changeSession(training, "{\"attendedCount\":8}");
        change("{\"training\":{\"usersTrained\":8,\"csatAskedOn\":\"" + TODAY + "\"}}");
        move("FIRST_VALUE").statusCode(201);
        move("DELIVERY").statusCode(422).body("errors.code", contains("FIRST_VALUE_EVIDENCED"));
        evidence().statusCode(201);
        awaitActivation();
        move("DELIVERY").statusCode(201);
        complete("[]")
                .statusCode(422)
                .body(
                        "errors.code",
                        contains("HAND_OVER_DONE", "CSM_ACCEPTED", "CLIENT_TOLD", "CES_ASKED", "LOCK_IN_RECORDED"));
        change("""
                {"checklist":[{"text":"Contacts handed over","isDone":true}],"lockInFactors":[{"kind":"INTEGRATION","text":"ERP"}],
                 "delivery":{"csmAcceptedOn":"%1$s","clientToldOn":"%1$s","cesAskedOn":"%1$s"}}""".formatted(TODAY));
        complete("[]")
                .statusCode(201)
                .body("kind", equalTo("COMPLETED"))
                .body("resource.state", equalTo("COMPLETED"))
                .body("resource.can", contains("REOPEN"));

        read().body("phases.state", contains("DONE", "DONE", "DONE", "DONE", "DONE"))
                .body("endedOn", equalTo(TODAY.toString()))
                .body("missing", hasSize(0));
        admin.get(path + "/phase-changes")
                .body("items.kind", contains("MOVED", "MOVED", "MOVED", "MOVED", "COMPLETED"))
                .body("items[0].changedByName", equalTo("ana@" + admin.tenant()));
        post("/phase-changes", "{\"toPhase\":\"TRIAGE\",\"reason\":\"x\"}")
                .statusCode(409)
                .body("code", equalTo("ONBOARDING_ENDED"));
        csm.post(path + "/reopenings", etag(), "{\"reason\":\"Too early\"}").statusCode(403);
        post("/reopenings", "{\"reason\":\"Too early\"}")
                .statusCode(201)
                .body("resource.state", equalTo("IN_PROGRESS"))
                .body("resource.phase", equalTo("DELIVERY"));
    }

    @Test
    void holdsAndReturnsToSales() {
        change(
                "{\"triage\":{\"decision\":\"HOLD\"},\"goals\":[{\"text\":\"g\"}],\"team\":[{\"role\":\"CSM\",\"name\":\"Ana\"}]}");
        move("SCHEDULING").statusCode(422).body("errors.code", contains("TRIAGE_ACCEPTED"));

        admin.patch(path, etag(), "{\"triage\":{\"decision\":\"RETURN_TO_SALES\"}}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/triage/badFitType"));
        admin.patch(path, etag(), "{\"triage\":{\"decision\":\"RETURN_TO_SALES\",\"badFitType\":\"CULTURE\"}}")
                .statusCode(200)
                .body("missing", contains("TRIAGE_ACCEPTED"));
    }

    @Test
    void skipsPhasesWithAReasonAndOnlyOnTheWay() {
        triaged();
        post("/phase-changes", """
                {"toPhase":"FIRST_VALUE","skips":[{"phase":"SCHEDULING","reason":"Self-service"},{"phase":"TRAINING","reason":"Self-service"}]}""")
                .statusCode(201)
                .body("skipped", contains("SCHEDULING", "TRAINING"))
                .body("resource.phases.state", contains("DONE", "SKIPPED", "SKIPPED", "IN_PROGRESS", "PENDING"))
                .body("resource.phases[1].skipReason", equalTo("Self-service"));

        post("/phase-changes", "{\"toPhase\":\"DELIVERY\",\"skips\":[{\"phase\":\"DELIVERY\",\"reason\":\"x\"}]}")
                .statusCode(400)
                .body("code", equalTo("SKIP_NOT_ON_THE_WAY"));
        post("/phase-changes", "{\"toPhase\":\"DELIVERY\",\"skips\":[{\"phase\":\"FIRST_VALUE\",\"reason\":\" \"}]}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/skips/0/reason"));
    }

    @Test
    void goesBackWithAReason() {
        triaged();
        move("SCHEDULING").statusCode(201);
        move("SCHEDULING").statusCode(409).body("code", equalTo("PHASE_IS_CURRENT"));
        move("TRIAGE").statusCode(400).body("code", equalTo("REASON_REQUIRED"));

        post("/phase-changes", "{\"toPhase\":\"TRIAGE\",\"reason\":\"Wrong team\"}")
                .statusCode(201)
                .body("reason", equalTo("Wrong team"))
                .body("resource.phases.state", contains("IN_PROGRESS", "PENDING", "PENDING", "PENDING", "PENDING"))
                .body("resource.phases[1].startedOn", nullValue());
    }

    @Test
    void letsOneOfTwoPeopleMoveIt() {
        triaged();
        String seen = etag();
        move("SCHEDULING").statusCode(201);

        csm.post(path + "/phase-changes", seen, "{\"toPhase\":\"SCHEDULING\"}")
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"))
                .body("current.phase", equalTo("SCHEDULING"))
                .body("currentEtag", equalTo(etag()));
        csm.request()
                .body("{\"toPhase\":\"TRAINING\"}")
                .post(path + "/phase-changes")
                .then()
                .statusCode(428);
    }

    @Test
    void countsPausesApart() {
        Outside.execute(
                "update onboarding set started_on = ?, clock_starts_on = ? where id = cast(? as uuid)",
                TODAY.minusDays(20),
                TODAY.minusDays(20),
                id);
        change(
                "{\"plan\":{\"triage\":{\"endsOn\":\"%s\"},\"training\":{\"startsOn\":\"%s\",\"endsOn\":\"%s\"},\"goLiveOn\":\"%s\"}}"
                        .formatted(TODAY, TODAY.plusDays(10), TODAY.plusDays(20), TODAY.plusDays(30)));
        post("/pauses", "{\"fromOn\":\"" + TODAY.minusDays(21) + "\",\"reason\":\"x\"}")
                .statusCode(400)
                .body("code", equalTo("OUT_OF_RANGE"));
        post("/pauses", "{\"fromOn\":\"" + TODAY.minusDays(8) + "\",\"reason\":\"Closing\"}")
                .statusCode(201)
                .body("resource.state", equalTo("PAUSED"))
                .body("resource.clock.isRunning", equalTo(false))
                .body("resource.clock.grossDays", equalTo(20))
                .body("resource.clock.netDays", equalTo(12))
                .body("resource.can", not(hasItems("MOVE")));
        move("SCHEDULING").statusCode(409).body("code", equalTo("ONBOARDING_PAUSED"));
        post("/pauses", "{\"reason\":\"x\"}").statusCode(409);

        post("/resumptions", "{\"onDay\":\"" + TODAY.minusDays(3) + "\"}")
                .statusCode(201)
                .body("resource.state", equalTo("IN_PROGRESS"))
                .body("resource.clock.pausedDays", equalTo(5))
                .body("resource.clock.netDays", equalTo(15))
                .body(
                        "resource.phases[0].plannedEndsOn",
                        equalTo(TODAY.plusDays(5).toString()))
                .body(
                        "resource.phases[2].plannedEndsOn",
                        equalTo(TODAY.plusDays(25).toString()))
                .body("resource.plan.goLiveOn", equalTo(TODAY.plusDays(35).toString()));
        post("/resumptions", "{}").statusCode(409).body("code", equalTo("ONBOARDING_NOT_PAUSED"));
    }

    @Test
    void movesLaterDatesWhenAPhaseEndsLate() {
        triaged();
        change(
                "{\"plan\":{\"triage\":{\"endsOn\":\"%s\"},\"scheduling\":{\"startsOn\":\"%s\",\"endsOn\":\"%s\"},\"delivery\":{\"endsOn\":\"%s\"},\"goLiveOn\":\"%s\"}}"
                        .formatted(
                                TODAY.minusDays(4),
                                TODAY.minusDays(4),
                                TODAY.plusDays(1),
                                TODAY.plusDays(30),
                                TODAY.plusDays(20)));

        move("SCHEDULING")
                .statusCode(201)
                .body(
                        "resource.phases[0].plannedEndsOn",
                        equalTo(TODAY.minusDays(4).toString()))
                .body("resource.phases[1].plannedStartsOn", equalTo(TODAY.toString()))
                .body(
                        "resource.phases[1].plannedEndsOn",
                        equalTo(TODAY.plusDays(5).toString()))
                .body(
                        "resource.phases[4].plannedEndsOn",
                        equalTo(TODAY.plusDays(34).toString()))
                .body("resource.plan.goLiveOn", equalTo(TODAY.plusDays(24).toString()));

        // a later end that people write moves what they leave alone, too
        change("{\"plan\":{\"scheduling\":{\"endsOn\":\"" + TODAY.plusDays(7) + "\"}}}")
                .body("phases[4].plannedEndsOn", equalTo(TODAY.plusDays(36).toString()))
                .body("plan.goLiveOn", equalTo(TODAY.plusDays(26).toString()));
    }

    @Test
    void opensByHandOneAtATime() {
        Clients clients = Clients.of(admin.tenant());
        String product = clients.product("CRM");
        String prospect = clients.account("Prospect");
        String body = "{\"accountId\":\"%s\",\"ownerName\":\"Rui\"}".formatted(prospect);

        admin.post("/v1/onboardings", body)
                .statusCode(201)
                .body("kind", equalTo("MANUAL"))
                .body("ownerName", equalTo("Rui"))
                .body("clockStartsOn", equalTo(TODAY.toString()));
        admin.post("/v1/onboardings", body)
                .statusCode(409)
                .body("code", equalTo("ONBOARDING_ALREADY_OPEN"))
                .body(
                        "existingId",
                        equalTo(admin.get("/v1/onboardings?accountId=" + prospect)
                                .extract()
                                .path("items[0].id")));
        admin.post("/v1/onboardings", "{\"accountId\":\"%s\",\"productId\":\"%s\"}".formatted(prospect, product))
                .statusCode(201)
                .body("productName", equalTo("CRM"));
        admin.post("/v1/onboardings", "{\"accountId\":\"%s\"}".formatted(product))
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_REFERENCE"));
        admin.post(
                        "/v1/onboardings",
                        "{\"accountId\":\"%s\",\"startedOn\":\"%s\"}".formatted(prospect, TODAY.plusDays(1)))
                .statusCode(400)
                .body("code", equalTo("OUT_OF_RANGE"));
    }

    @Test
    void cancelsAndReopens() {
        post("/cancellations", "{\"reason\":\"Contract withdrawn\"}")
                .statusCode(201)
                .body("resource.state", equalTo("CANCELLED"))
                .body("resource.endReason", equalTo("Contract withdrawn"));
        admin.patch(path, etag(), "{\"ownerName\":\"Rui\"}").statusCode(409);
        evidence().statusCode(409).body("code", equalTo("ONBOARDING_ENDED"));
        String second = admin.post("/v1/onboardings", "{\"accountId\":\"%s\"}".formatted(account))
                .statusCode(201)
                .extract()
                .path("id");
        post("/reopenings", "{\"reason\":\"Signed again\"}").statusCode(409).body("existingId", equalTo(second));
        admin.post("/v1/onboardings/" + second + "/cancellations", "\"1\"", "{\"reason\":\"Twice\"}")
                .statusCode(201);

        post("/reopenings", "{\"reason\":\"Signed again\"}")
                .statusCode(201)
                .body("resource.state", equalTo("IN_PROGRESS"))
                .body("resource.endReason", nullValue());
        assertEquals(List.of("OPENED 1", "CANCELLED 2", "REOPENED 3"), Outside.events(id));
    }

    @Test
    void forbidsViewersToWrite() {
        Caller viewer = admin.as("viewer");
        viewer.get(path).statusCode(200).body("can", hasSize(0));
        viewer.patch(path, "\"1\"", "{\"ownerName\":\"x\"}").statusCode(403);
        viewer.post(path + "/phase-changes", "\"1\"", "{\"toPhase\":\"DELIVERY\"}")
                .statusCode(403);
    }

    private void triaged() {
        change("""
                {"triage":{"decision":"ACCEPT"},"goals":[{"text":"Close the month in two days","measure":"days","target":"2"}],
                 "team":[{"role":"ONBOARDING","name":"Rui"}]}""");
    }

    private ValidatableResponse change(String patch) {
        return admin.patch(path, etag(), patch).statusCode(200);
    }

    private ValidatableResponse move(String phase) {
        return post("/phase-changes", "{\"toPhase\":\"" + phase + "\"}");
    }

    private ValidatableResponse complete(String skips) {
        return post("/completions", "{\"skips\":" + skips + "}");
    }

    private ValidatableResponse evidence() {
        return post(
                "/first-values",
                "{\"evidencedOn\":\"%s\",\"kind\":\"CLIENT_CONFIRMED\",\"evidence\":\"Month closed in two days\"}"
                        .formatted(TODAY));
    }

    /** It makes a version of its own. */
    private void awaitActivation() {
        for (int i = 0; i < 600 && !read().extract().path("activationState").equals("DONE"); i++) {
            LockSupport.parkNanos(100_000_000);
        }
    }

    private String session(String kind, boolean isMandatory, String more) {
        return post("/sessions", """
                {"kind":"%s","title":"%s","isMandatory":%s,"startsAt":"2026-04-02T13:00:00Z","durationMinutes":60%s}""".formatted(kind, kind, isMandatory, more))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void changeSession(String session, String patch) {
        admin.patch(path + "/sessions/" + session, etag(), patch).statusCode(200);
    }

    private ValidatableResponse post(String under, String body) {
        return admin.post(path + under, etag(), body);
    }

    private ValidatableResponse read() {
        return admin.get(path).statusCode(200);
    }

    private String etag() {
        return read().extract().path("etag");
    }
}
