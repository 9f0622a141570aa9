package io.farol.runtime.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class IdempotencyTest {
    private static final String LAMP = "{\"name\":\"Lamp\",\"colour\":\"RED\"}";

    @Inject
    Crash crash;

    @Inject
    IdempotentAnswers answers;

    private static RequestSpecification as(String tenant, String user, String key) {
        return given().auth()
                .oauth2(Issuer.token(tenant, user, "csm"))
                .contentType("application/json")
                .header("Idempotency-Key", key);
    }

    private static int count(String tenant) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .get("/v1/things?count=true&pageSize=1")
                .jsonPath()
                .getInt("total.value");
    }

    @Test
    void answersTheSameRequestTwiceWithTheSameBytes() {
        Response first = as("idem1", "ana", "k1").body(LAMP).post("/v1/things");

        Response second = as("idem1", "ana", "k1").body(LAMP).post("/v1/things");

        first.then().statusCode(201).header("Idempotency-Replayed", nullValue());
        second.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .header("Location", first.header("Location"))
                .header("ETag", "\"1\"");
        assertEquals(first.asString(), second.asString());
        assertEquals("Lamp", first.jsonPath().getString("name"));
        assertEquals(1, count("idem1"));
    }

    @Test
    void refusesAKeyWithAnotherBody() {
        as("idem2", "ana", "k1").body(LAMP).post("/v1/things").then().statusCode(201);

        as("idem2", "ana", "k1")
                .body(LAMP.replace("Lamp", "Other"))
                .post("/v1/things")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
        assertEquals(1, count("idem2"));
    }

    @Test
    void keepsKeysOfTenantsAndCallersApart() {
        as("idem3", "ana", "k1").body(LAMP).post("/v1/things").then().statusCode(201);

        as("idem3", "bob", "k1").body(LAMP).post("/v1/things").then().header("Idempotency-Replayed", nullValue());
        as("idem4", "ana", "k1").body(LAMP).post("/v1/things").then().header("Idempotency-Replayed", nullValue());
        assertEquals(2, count("idem3"));
        assertEquals(1, count("idem4"));
    }

    @Test
    void looksAtARefusedRequestAnew() {
        as("idem5", "ana", "k1")
                .body("{\"name\":\"x\"}")
                .post("/v1/things")
                .then()
                .statusCode(400);

        as("idem5", "ana", "k1").body(LAMP).post("/v1/things").then().statusCode(201);
        as("idem5", "ana", "k".repeat(256)).body(LAMP).post("/v1/things").then().statusCode(400);
    }

    @Test
    void refusesASecondCallWhileTheFirstRuns() throws Exception {
        crash.prepare();
        String slow = LAMP.replace("Lamp", "slow");
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(
                () -> as("idem6", "ana", "k1").body(slow).post("/v1/things"));
        assertTrue(crash.isEntered());

        Response second = as("idem6", "ana", "k1").body(slow).post("/v1/things");

        second.then()
                .statusCode(409)
                .body("code", equalTo("IDEMPOTENCY_IN_PROGRESS"))
                .header("Retry-After", "1");
        crash.release();
        first.get(20, TimeUnit.SECONDS).then().statusCode(201);
        as("idem6", "ana", "k1")
                .body(slow)
                .post("/v1/things")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true");
        assertEquals(1, count("idem6"));
    }

    @Test
    void survivesAnAnswerLostAfterTheCommit() {
        as("idem7", "ana", "k1")
                .header(Crash.LOSE_ANSWER, "yes")
                .body(LAMP)
                .post("/v1/things")
                .then()
                .statusCode(500);
        assertEquals(1, count("idem7"));

        Response repeated = as("idem7", "ana", "k1").body(LAMP).post("/v1/things");

        repeated.then().statusCode(201).header("Idempotency-Replayed", "true").body("name", equalTo("Lamp"));
        assertEquals(1, count("idem7"));
    }

    @Test
    void forgetsAnswersAfterADay() throws Exception {
        as("idem8", "ana", "k1").body(LAMP).post("/v1/things").then().statusCode(201);
        try (var connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                var statement = connection.createStatement()) {
            statement.execute(
                    "update idempotency_key set created_at = created_at - interval '25 hours' where tenant_id = 'idem8'");

            answers.forgetOldAnswers("idem8");

            var left = statement.executeQuery("select count(*) from idempotency_key where tenant_id = 'idem8'");
            left.next();
            assertEquals(0, left.getInt(1));
        }
        as("idem8", "ana", "k1")
                .body(LAMP)
                .post("/v1/things")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", nullValue());
    }
}
