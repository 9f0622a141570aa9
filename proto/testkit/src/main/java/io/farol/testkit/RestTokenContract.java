package io.farol.testkit;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Which tokens a service accepts on REST; the test of a service without a gRPC door extends it as a {@code @QuarkusTest} with {@link ServiceUnderTest}, the others' {@link TokenContract}. Every
 * refused token differs from an accepted one in one property, and the accepted one is sent too.
 */
public abstract class RestTokenContract {

    /** A GET that a viewer may do, and that answers 200 in an empty tenant. */
    protected abstract String readablePath();

    @TestFactory
    Stream<DynamicTest> refusesABadTokenOnRest() {
        return BadToken.all().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
                    assertEquals(
                            200,
                            rest(List.of("Bearer " + BadToken.accepted()))
                                    .get(readablePath())
                                    .statusCode());

                    rest(bad.authorization()).get(readablePath()).then().statusCode(401);
                }));
    }

    @Test
    void refusesTwoTokensAtOnceOnRest() {
        String aurora = "Bearer " + BadToken.accepted();
        String boreal = "Bearer " + Issuer.token("boreal", "bia", "viewer");

        assertEquals(200, rest(List.of(boreal)).get(readablePath()).statusCode());
        rest(List.of(aurora, boreal)).get(readablePath()).then().statusCode(401);
    }

    @Test
    void keepsOperatorsAwayFromTenantsDataOnRest() {
        rest(List.of("Bearer " + Issuer.operatorToken("olga")))
                .get(readablePath())
                .then()
                .statusCode(403);
    }

    @Test
    void keepsRolelessUsersAwayOnRest() {
        rest(List.of("Bearer " + Issuer.token("aurora", "nemo")))
                .get(readablePath())
                .then()
                .statusCode(403);
    }

    @Test
    void keepsServicesOffRest() {
        String service = "Bearer " + Issuer.serviceToken("metrics-service");

        rest(List.of(service)).get(readablePath()).then().statusCode(403);
        rest(List.of(service))
                .header("farol-tenant", "aurora")
                .get(readablePath())
                .then()
                .statusCode(403);
        rest(List.of(service))
                .header("farol-tenant", "aurora")
                .contentType("application/grpc")
                .get(readablePath())
                .then()
                .statusCode(403);
    }

    @TestFactory
    Stream<DynamicTest> gainsNothingByTricksInThePath() {
        String path = readablePath().replaceAll("\\?.*", "");
        return Stream.of(
                        "/" + path,
                        path + "/",
                        path + ";x=1",
                        path + "%3Bx",
                        path.replaceFirst("/v1/", "/v1//"),
                        path.replaceFirst("/v1/", "/v1;x/"),
                        path.replaceFirst("/v1/", "/v1%2F"),
                        path.replaceFirst("/v1/", "/v1/./"),
                        path.replaceFirst("/v1/", "/v1/x/../"),
                        path.replaceFirst("/v1/", "/v1/x/%2e%2e/"),
                        path.replaceFirst("/v1/", "/q/../v1/"),
                        path.replaceFirst("/v1/", "/V1/"))
                .map(trick -> DynamicTest.dynamicTest(trick, () -> {
                    int anonymous = tricked(List.of(), trick);
                    int roleless = tricked(List.of("Bearer " + Issuer.token("aurora", "nemo")), trick);

                    assertTrue(List.of(400, 401, 404).contains(anonymous), () -> trick + " gave " + anonymous);
                    assertTrue(List.of(400, 403, 404).contains(roleless), () -> trick + " gave " + roleless);
                }));
    }

    private static int tricked(List<String> authorization, String trick) {
        return rest(authorization).urlEncodingEnabled(false).get(trick).statusCode();
    }

    private static RequestSpecification rest(List<String> authorization) {
        RequestSpecification request = given();
        for (String value : authorization) {
            request = request.header("Authorization", value);
        }
        return request;
    }
}
