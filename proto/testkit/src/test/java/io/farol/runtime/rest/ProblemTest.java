package io.farol.runtime.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ProblemTest {
    private static final String UNKNOWN = "01990000-0000-7000-8000-00000000abcd";

    static RequestSpecification csm() {
        return given().urlEncodingEnabled(false).auth().oauth2(Issuer.token("aurora", "ana", "csm"));
    }

    private static ValidatableResponse post(String body) {
        return csm().contentType("application/json")
                .body(body)
                .post("/v1/things")
                .then();
    }

    private static ValidatableResponse isProblem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("urn:farol:problem:" + code.toLowerCase().replace('_', '-')))
                .body("requestId", equalTo(response.extract().header("X-Request-Id")))
                .header("Cache-Control", "private, no-store");
    }

    @Test
    void namesEveryFaultOfABodyAtOnce() {
        ValidatableResponse answer = post("""
                {"name":" ","colour":"PINK","price":{"amount":12.5,"currency":"XXQ"},"renewsOn":"31/12/2026","tags":["a","",3],"colur":1}""");

        isProblem(answer, 400, "INVALID_REQUEST");
        Map<String, String> faults = new java.util.TreeMap<>();
        answer.extract()
                .jsonPath()
                .<Map<String, Object>>getList("errors")
                .forEach(error -> faults.put(
                        error.get("pointer").toString(), error.get("code").toString()));
        assertEquals(
                Map.of(
                        "/colur", "UNKNOWN_FIELD",
                        "/name", "REQUIRED",
                        "/colour", "UNKNOWN_VALUE",
                        "/price/amount", "WRONG_TYPE",
                        "/price/currency", "NOT_A_CURRENCY",
                        "/renewsOn", "NOT_A_DATE",
                        "/tags/2", "WRONG_TYPE"),
                faults);
    }

    @Test
    void namesMissingFieldsAndWhatARecordRefuses() {
        isProblem(post("{}"), 400, "INVALID_REQUEST").body("errors.pointer", equalTo(List.of("/name", "/colour")));
        isProblem(post("""
                {"name":"a green one","colour":"RED"}"""), 400, "THING_TOO_GREEN");
        isProblem(post("""
                {"name":"nul\\u0000","colour":"RED"}"""), 400, "INVALID_CHARACTER").body("errors[0].pointer", equalTo("/name"));
        isProblem(post("""
                {"name":"x","colour":"RED","tags":["1","2","3","4"]}"""), 400, "TOO_MANY_ITEMS");
    }

    @Test
    void refusesBodiesThatAreNone() {
        isProblem(post("{\"name\":"), 400, "MALFORMED_JSON").body("line", equalTo(1));
        isProblem(post("{\"name\":\"a\",\"name\":\"b\",\"colour\":\"RED\"}"), 400, "MALFORMED_JSON");
        isProblem(post("{} {}"), 400, "MALFORMED_JSON");
        isProblem(post("[".repeat(40) + "]".repeat(40)), 400, "BODY_TOO_DEEP");
        isProblem(post(""), 400, "BODY_REQUIRED");
        isProblem(post("null"), 400, "BODY_REQUIRED");
        isProblem(post("[]"), 400, "WRONG_TYPE");
        isProblem(csm().contentType("text/plain").body("x").post("/v1/things").then(), 415, "MEDIA_TYPE_NOT_SUPPORTED");
    }

    @Test
    void speaksTheReadersLanguage() {
        csm().header("Accept-Language", "pt-PT;q=0.9, en;q=0.1")
                .get("/v1/things/" + UNKNOWN)
                .then()
                .statusCode(404)
                .header("Content-Language", "pt-BR")
                .body("title", equalTo("Não encontrado"))
                .body("detail", equalTo("Não há nada aqui."));
        csm().header("Accept-Language", "xx; ;; q=7")
                .get("/v1/things/" + UNKNOWN)
                .then()
                .header("Content-Language", "en")
                .body("detail", equalTo("There is nothing here."));
    }

    @Test
    void answersAnIllFormedIdInAPathLikeAnUnknownOne() {
        String unknown =
                csm().header("X-Request-Id", "r1").get("/v1/things/" + UNKNOWN).asString();
        String illFormed =
                csm().header("X-Request-Id", "r1").get("/v1/things/not-an-id").asString();

        assertEquals(unknown.replace(UNKNOWN, "*"), illFormed.replace("not-an-id", "*"));
    }

    @Test
    void answersUnknownPathsMethodsAndTypes() {
        isProblem(csm().get("/v1/nothing/at/all").then(), 404, "NOT_FOUND");
        isProblem(given().get("/").then(), 404, "NOT_FOUND");
        isProblem(csm().delete("/v1/things").then(), 405, "METHOD_NOT_ALLOWED")
                .header("Allow", "GET, HEAD, OPTIONS, POST");
        isProblem(csm().accept("image/png").get("/v1/things/" + UNKNOWN).then(), 406, "NOT_ACCEPTABLE");
    }

    @Test
    void challengesWhoIsNotSignedInAndRefusesWhoMayNot() {
        isProblem(given().get("/v1/things").then(), 401, "NOT_SIGNED_IN").header("WWW-Authenticate", "Bearer");
        isProblem(given().auth().oauth2("rubbish").get("/v1/things").then(), 401, "NOT_SIGNED_IN")
                .header("WWW-Authenticate", startsWith("Bearer"));
        isProblem(
                given().auth()
                        .oauth2(Issuer.token("aurora", "vera", "viewer"))
                        .contentType("application/json")
                        .body("{}")
                        .post("/v1/things")
                        .then(),
                403,
                "NOT_ALLOWED");
    }

    @Test
    void namesEveryParameterThatIsWrong() {
        isProblem(
                        csm().get("/v1/things/calendar?from=2026-13&on=yesterday&thing=7&colour=RED&colour=PINK&x=1")
                                .then(),
                        400,
                        "INVALID_REQUEST")
                .body("errors", hasSize(5));
        csm().get("/v1/things/calendar?from=2026-03&on=2026-03-31&thing=" + UNKNOWN + "&colour=RED&colour=DARK_BLUE")
                .then()
                .statusCode(200)
                .body(containsString("2026-03"), containsString("[RED, DARK_BLUE]"));
        isProblem(
                        csm().get("/v1/things?colr=RED&colour=PINK&pageSize=0&sort=-size&id=7")
                                .then(),
                        400,
                        "INVALID_REQUEST")
                .body("errors", hasSize(5));
    }

    @Test
    void asksToComeAgainWhenTheDatabaseDoesNotAnswer() {
        isProblem(csm().post("/v1/things/" + UNKNOWN + "/explosions?how=AWAY").then(), 503, "UNAVAILABLE")
                .header("Retry-After", "1");
    }

    @Test
    void neverTellsWhatHappenedInside() {
        isProblem(csm().post("/v1/things/" + UNKNOWN + "/explosions?how=500").then(), 500, "INTERNAL_ERROR")
                .body(not(allOf(containsString("hidden_table"), containsString("IllegalState"))));
        isProblem(csm().post("/v1/things/" + UNKNOWN + "/explosions?how=UNMET").then(), 422, "THING_HAS_NO_PRICE")
                .body("title", equalTo("Unprocessable Content"))
                .body("detail", equalTo("The thing has no price."));
    }
}
