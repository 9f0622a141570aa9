package io.farol.onboarding;

import static io.restassured.RestAssured.given;

import io.farol.testkit.IsolationContract;
import io.farol.testkit.Made;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class TenantIsolationTest extends IsolationContract {
    @Override
    protected Map<String, Function<String, Made>> factories() {
        return Map.of(
                "account", token -> Made.alone(clients(token).account("Acme"), null),
                "product", token -> Made.alone(clients(token).product("CRM"), null),
                "onboarding", TenantIsolationTest::onboarding,
                "session", TenantIsolationTest::session,
                "phase-change", TenantIsolationTest::phaseChange);
    }

    @Override
    protected Map<String, Map<String, Function<String, Made>>> factoriesByOperation() {
        Map<String, Map<String, Function<String, Made>>> special = new HashMap<>();
        String one = "POST /v1/onboardings/{onboardingId}/";
        special.put(one + "phase-changes", Map.of("onboarding", TenantIsolationTest::triaged));
        special.put(one + "resumptions", Map.of("onboarding", token -> after(token, "pauses", "{\"reason\":\"x\"}")));
        special.put(
                one + "reopenings", Map.of("onboarding", token -> after(token, "cancellations", "{\"reason\":\"x\"}")));
        special.put(one + "activation-retries", Map.of("onboarding", TenantIsolationTest::refused));
        return special;
    }

    @Override
    protected Map<String, Function<String, Map<String, String>>> twoRows() {
        return Map.of("GET /v1/onboardings/{onboardingId}/phase-changes", token -> {
            Made onboarding = after(token, "cancellations", "{\"reason\":\"x\"}");
            post(token, "/v1/onboardings/" + onboarding.id() + "/reopenings", "\"2\"", "{\"reason\":\"x\"}");
            return Map.of("onboarding", onboarding.id());
        });
    }

    @Override
    protected Map<String, String> bodiesByCell() {
        String one = "POST /v1/onboardings/{onboardingId}/";
        return Map.of(
                one + "first-values",
                "{\"evidencedOn\":\"%s\",\"kind\":\"CLIENT_CONFIRMED\",\"evidence\":\"x\"}".formatted(Clients.TODAY),
                one + "completions",
                """
                {"skips":[{"phase":"TRIAGE","reason":"x"},{"phase":"SCHEDULING","reason":"x"},{"phase":"TRAINING","reason":"x"},{"phase":"FIRST_VALUE","reason":"x"},
                          {"phase":"DELIVERY","reason":"x"}]}""",
                one + "resumptions",
                "{}",
                "POST /v1/onboardings × BODY /productId",
                "{\"accountId\":\"\",\"productId\":\"\"}",
                "PATCH /v1/onboardings/{onboardingId}/sessions/{sessionId}",
                "{\"title\":\"Other\"}");
    }

    private static Clients clients(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        return Clients.of(JsonPath.from(claims).getString("tenant"));
    }

    private static Made onboarding(String token) {
        String account = clients(token).account("Acme");
        Response opened = post(token, "/v1/onboardings", null, "{\"accountId\":\"" + account + "\"}");
        return new Made(opened.path("id"), null, Map.of("account", account));
    }

    private static Made triaged(String token) {
        Made made = onboarding(token);
        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .header("If-Match", "\"1\"")
                .body(
                        "{\"triage\":{\"decision\":\"ACCEPT\"},\"goals\":[{\"text\":\"g\"}],\"team\":[{\"role\":\"CSM\",\"name\":\"Ana\"}]}")
                .patch("/v1/onboardings/" + made.id())
                .then()
                .statusCode(200);
        return made;
    }

    private static Made after(String token, String step, String body) {
        Made made = onboarding(token);
        post(token, "/v1/onboardings/" + made.id() + "/" + step, "\"1\"", body);
        return made;
    }

    private static Made refused(String token) {
        Made made = onboarding(token);
        Outside.execute(
                "update onboarding set activation_state = 'FAILED', activation_reason = 'ACCOUNT_ARCHIVED' where id = cast(? as uuid)",
                made.id());
        return made;
    }

    private static Made session(String token) {
        Made onboarding = onboarding(token);
        Response added = post(
                token,
                "/v1/onboardings/" + onboarding.id() + "/sessions",
                "\"1\"",
                "{\"kind\":\"KICKOFF\",\"title\":\"Kickoff\"}");
        return new Made(added.path("id"), null, Map.of("onboarding", onboarding.id()));
    }

    private static Made phaseChange(String token) {
        Made onboarding = onboarding(token);
        Response change =
                post(token, "/v1/onboardings/" + onboarding.id() + "/cancellations", "\"1\"", "{\"reason\":\"x\"}");
        return new Made(change.path("id"), null, Map.of("onboarding", onboarding.id()));
    }

    private static Response post(String token, String path, String etag, String body) {
        var request = given().auth().oauth2(token).contentType("application/json");
        if (etag != null) {
            request.header("If-Match", etag);
        }
        return request.body(body).post(path).then().statusCode(201).extract().response();
    }
}
