package io.farol.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which tokens a service accepts on both doors, with the accepted one as control in every case. */
public abstract class TokenContract extends RestTokenContract {

    /** A call that a viewer and a service acting for a tenant may do; must not fail in an empty tenant. */
    protected abstract void call(Channel channel);

    @TestFactory
    Stream<DynamicTest> refusesABadTokenOnGrpc() {
        return BadToken.all().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
                    accepts(GrpcDoor.as(BadToken.accepted()));

                    assertEquals(Status.Code.UNAUTHENTICATED, refusal(grpc(bad.authorization())));
                }));
    }

    @Test
    void refusesTwoTokensAtOnceOnGrpc() {
        String aurora = "Bearer " + BadToken.accepted();
        String boreal = "Bearer " + Issuer.token("boreal", "bia", "viewer");
        accepts(grpc(List.of(boreal)));

        assertEquals(Status.Code.UNAUTHENTICATED, refusal(grpc(List.of(aurora, boreal))));
    }

    @Test
    void keepsOperatorsAwayFromTenantsDataOnGrpc() {
        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(Issuer.operatorToken("olga"))));
    }

    @Test
    void keepsRolelessUsersAwayOnGrpc() {
        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(Issuer.token("aurora", "nemo"))));
    }

    @Test
    void letsAServiceActForATenant() {
        accepts(GrpcDoor.as(Issuer.serviceToken("metrics-service"), "farol-tenant", "aurora"));
    }

    @Test
    void knowsServicesByTheirClientAndNotByARole() {
        String claimed = Issuer.sign(Issuer.claims("aurora", "vera", "viewer", "farol-service"));
        String unknown = Issuer.serviceToken("another-service");
        accepts(GrpcDoor.as(claimed));

        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(claimed, "farol-tenant", "boreal")));
        assertEquals(Status.Code.UNAUTHENTICATED, refusal(GrpcDoor.as(unknown, "farol-tenant", "boreal")));
    }

    @Test
    void letsOnlyServicesNameATenantBesideTheToken() {
        String user = BadToken.accepted();
        accepts(GrpcDoor.as(user));

        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(user, "farol-tenant", "boreal")));
        assertEquals(Status.Code.PERMISSION_DENIED, refusal(GrpcDoor.as(user, "farol-tenant", "aurora")));
    }

    private static Channel grpc(List<String> authorization) {
        List<String> metadata = new ArrayList<>();
        for (String value : authorization) {
            metadata.add("authorization");
            metadata.add(value);
        }
        return GrpcDoor.with(metadata.toArray(String[]::new));
    }

    private void accepts(Channel channel) {
        assertDoesNotThrow(() -> call(channel));
    }

    private Status.Code refusal(Channel channel) {
        return assertThrows(StatusRuntimeException.class, () -> call(channel))
                .getStatus()
                .getCode();
    }
}
