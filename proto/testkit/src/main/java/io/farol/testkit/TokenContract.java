package io.farol.testkit;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Which tokens a service accepts, on both doors; each service's test extends it as a {@code @QuarkusTest} with {@link ServiceUnderTest}. Every refused token differs from an accepted
 * one in one property, and the accepted one is sent too.
 */
public abstract class TokenContract {

    /** A GET that a viewer may do, and that answers 200 in an empty tenant. */
    protected abstract String readablePath();

    /** A unary call that a viewer and a service acting for a tenant may do; must not fail in an empty tenant. */
    protected abstract void call(Channel channel);

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

    @TestFactory
    Stream<DynamicTest> refusesABadTokenOnGrpc() {
        return BadToken.all().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
                    assertDoesNotThrow(() -> call(GrpcDoor.as(BadToken.accepted())));

                    assertEquals(Status.Code.UNAUTHENTICATED, refusal(grpc(bad.authorization())));
                }));
    }

    @Test
    void refusesTwoTokensAtOnce() {
        String aurora = "Bearer " + BadToken.accepted();
        String boreal = "Bearer " + Issuer.token("boreal", "bia", "viewer");

        assertTrue(List.of(400, 401)
                .contains(rest(List.of(aurora, boreal)).get(readablePath()).statusCode()));
        assertEquals(Status.Code.UNAUTHENTICATED, refusal(grpc(List.of(aurora, boreal))));
    }

    @Test
    void keepsOperatorsAwayFromTenantsData() {
        String operator = Issuer.operatorToken("olga");

        rest(List.of("Bearer " + operator)).get(readablePath()).then().statusCode(403);
        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(operator)));
    }

    @Test
    void keepsRolelessUsersAway() {
        String nobody = Issuer.token("aurora", "nemo");

        rest(List.of("Bearer " + nobody)).get(readablePath()).then().statusCode(403);
        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(nobody)));
    }

    @Test
    void keepsServicesOnGrpcOnly() {
        String service = Issuer.serviceToken("metrics-service");
        assertDoesNotThrow(() -> call(GrpcDoor.as(service, "farol-tenant", "aurora")));

        rest(List.of("Bearer " + service)).get(readablePath()).then().statusCode(403);
        rest(List.of("Bearer " + service))
                .header("farol-tenant", "aurora")
                .get(readablePath())
                .then()
                .statusCode(403);
        rest(List.of("Bearer " + service))
                .header("farol-tenant", "aurora")
                .contentType("application/grpc")
                .get(readablePath())
                .then()
                .statusCode(403);
    }

    @Test
    void knowsServicesByTheirClientAndNotByARole() {
        String claimed = Issuer.sign(Issuer.claims("aurora", "vera", "viewer", "farol-service"));
        String unknown = Issuer.serviceToken("another-service");
        assertDoesNotThrow(() -> call(GrpcDoor.as(claimed)));

        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(claimed, "farol-tenant", "boreal")));
        assertEquals(Status.Code.UNAUTHENTICATED, refusal(GrpcDoor.as(unknown, "farol-tenant", "boreal")));
    }

    @Test
    void letsOnlyServicesNameATenantBesideTheToken() {
        assertDoesNotThrow(() -> call(GrpcDoor.as(BadToken.accepted())));

        assertEquals(
                Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(BadToken.accepted(), "farol-tenant", "boreal")));
        assertEquals(
                Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(BadToken.accepted(), "farol-tenant", "aurora")));
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
                    int anonymous =
                            rest(List.of()).urlEncodingEnabled(false).get(trick).statusCode();
                    int roleless = rest(List.of("Bearer " + Issuer.token("aurora", "nemo")))
                            .urlEncodingEnabled(false)
                            .get(trick)
                            .statusCode();

                    assertTrue(List.of(400, 401, 404).contains(anonymous), () -> trick + " gave " + anonymous);
                    assertTrue(List.of(400, 403, 404).contains(roleless), () -> trick + " gave " + roleless);
                }));
    }

    private static RequestSpecification rest(List<String> authorization) {
        RequestSpecification request = given();
        for (String value : authorization) {
            request = request.header("Authorization", value);
        }
        return request;
    }

    private static Channel grpc(List<String> authorization) {
        List<String> metadata = new ArrayList<>();
        for (String value : authorization) {
            metadata.add("authorization");
            metadata.add(value);
        }
        return GrpcDoor.with(metadata.toArray(String[]::new));
    }

    private Status.Code refusal(Channel channel) {
        return assertThrows(StatusRuntimeException.class, () -> call(channel))
                .getStatus()
                .getCode();
    }
}
