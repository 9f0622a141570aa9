package io.farol.runtime.limit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.testkit.GrpcDoor;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@TestProfile(LimitTest.Small.class)
class LimitTest {
    private static final String PATH = "/v1/security-samples";

    /** Limits that a test can reach. */
    public static class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "farol.limit.requests-per-minute", "20",
                    "farol.limit.concurrent-requests", "3",
                    "farol.limit.body-bytes", "1000",
                    "farol.cors.origins", "https://app.example,https://other.example");
        }
    }

    @Test
    void statesLimitsOnEveryAnswer() {
        as("stated")
                .get(PATH)
                .then()
                .statusCode(200)
                .header(
                        "RateLimit-Policy",
                        equalTo("\"rate\";q=20;w=60, \"concurrency\";q=3;qu=\"concurrent-requests\""))
                .header("RateLimit", matchesPattern("\"rate\";r=19;t=\\d+, \"concurrency\";r=2"));
        as("stated").get("/v1/nowhere").then().statusCode(404).header("RateLimit", containsString("r=18"));
        given().get(PATH)
                .then()
                .statusCode(401)
                .header("RateLimit", containsString("\"rate\";r="))
                .header("RateLimit-Policy", containsString("q=20"));
    }

    @Test
    void refusesATenantThatAsksTooOftenAndNobodyElse() {
        int answered = 0;
        Response last = as("hasty").get(PATH);
        while (last.statusCode() == 200 && answered++ < 40) {
            last = as("hasty").get(PATH);
        }

        assertTrue(answered >= 19 && answered < 25, "answered " + answered);
        last.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("code", equalTo("RATE_LIMITED"))
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .header("RateLimit", containsString("\"rate\";r=0"));
        as("patient").get(PATH).then().statusCode(200);
        assertEquals(
                Status.Code.RESOURCE_EXHAUSTED,
                assertThrows(StatusRuntimeException.class, () -> call(Issuer.token("hasty", "h", "viewer"), "me"))
                        .getStatus()
                        .getCode());
    }

    @Test
    void refusesMoreRequestsAtATimeThanStated() throws Exception {
        String token = Issuer.token("crowd", "c", "viewer");
        List<Future<Status.Code>> calls = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                calls.add(callers.submit(() -> assertThrows(StatusRuntimeException.class, () -> call(token, "slow"))
                        .getStatus()
                        .getCode()));
            }
        }
        List<Status.Code> codes = new ArrayList<>();
        for (Future<Status.Code> call : calls) {
            codes.add(call.get());
        }

        assertEquals(
                3, codes.stream().filter(Status.Code.DEADLINE_EXCEEDED::equals).count(), codes.toString());
        assertEquals(
                5, codes.stream().filter(Status.Code.RESOURCE_EXHAUSTED::equals).count(), codes.toString());
        as("crowd").get(PATH).then().statusCode(200);
    }

    @Test
    void refusesALargeBodyWhetherItsLengthIsDeclaredOrNot() throws IOException, InterruptedException {
        byte[] fits = new byte[1000];
        byte[] tooLarge = new byte[5000];

        as("large")
                .contentType("text/plain")
                .body(fits)
                .post(PATH)
                .then()
                .statusCode(200)
                .body(equalTo("1000"));
        as("large")
                .contentType("text/plain")
                .body(tooLarge)
                .post(PATH)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("BODY_TOO_LARGE"));
        HttpResponse<String> chunked = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class)
                                        + PATH))
                                .header("Authorization", "Bearer " + Issuer.token("large", "l", "viewer"))
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(tooLarge)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(413, chunked.statusCode(), chunked.body());
    }

    @Test
    void letsOnlyListedOriginsReadAnswers() {
        as("cors")
                .header("Origin", "https://app.example")
                .get(PATH)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("https://app.example"))
                .header("Access-Control-Allow-Credentials", equalTo("false"))
                .header("Access-Control-Expose-Headers", containsString("Farol-Position"))
                .header("Access-Control-Expose-Headers", containsString("RateLimit-Policy"));
        given().header("Origin", "https://app.example")
                .get(PATH)
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", equalTo("https://app.example"));
        given().header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "if-match,authorization")
                .options(PATH)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Methods", containsString("PATCH"));
        given().header("Origin", "https://evil.example")
                .get(PATH)
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    private static RequestSpecification as(String tenant) {
        return given().auth().oauth2(Issuer.token(tenant, "u", "viewer"));
    }

    private static void call(String token, String wish) {
        AccountsServiceGrpc.newBlockingStub(GrpcDoor.as(token))
                .withDeadlineAfter(wish.equals("slow") ? 2 : 20, java.util.concurrent.TimeUnit.SECONDS)
                .getAccount(GetAccountRequest.newBuilder().setAccountId(wish).build());
    }
}
