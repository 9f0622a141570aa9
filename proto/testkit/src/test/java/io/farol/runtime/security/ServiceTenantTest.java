package io.farol.runtime.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.BatchGetAccountsRequest;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.testkit.GrpcDoor;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ServiceTenantTest {
    private static final String SERVICE = Issuer.serviceToken("metrics-service");
    private static final String USER = Issuer.token("aurora", "vera", "viewer");

    @Test
    void actsForTheTenantThatAServiceNames() {
        assertEquals("boreal", blocking(GrpcDoor.as(SERVICE, "farol-tenant", "boreal")));
        assertEquals("boreal", nonBlocking(GrpcDoor.as(SERVICE, "farol-tenant", "boreal")));
    }

    @Test
    void actsForNobodyWhenAServiceNamesNoTenant() {
        assertEquals("nobody", blocking(GrpcDoor.as(SERVICE)));
        assertEquals("nobody", nonBlocking(GrpcDoor.as(SERVICE)));
    }

    @Test
    void refusesAnyOtherTokenWithATenantBesideIt() {
        assertEquals("aurora", blocking(GrpcDoor.as(USER)));

        refused(GrpcDoor.as(USER, "farol-tenant", "boreal"));
        refused(GrpcDoor.as(USER, "farol-tenant", "aurora"));
        refused(GrpcDoor.as(SERVICE, "farol-tenant", "Not A Tenant"));
        refused(GrpcDoor.as(SERVICE, "farol-tenant", "boreal", "farol-tenant", "aurora"));
    }

    @Test
    void letsTheUsersTokenTravelAndActsAsAServiceForBackgroundWork() {
        given().auth()
                .oauth2(USER)
                .get("/v1/security-samples/neighbour")
                .then()
                .statusCode(200)
                .body(equalTo("aurora boreal aurora"));
    }

    private static void refused(Channel channel) {
        for (Runnable call : new Runnable[] {() -> blocking(channel), () -> nonBlocking(channel)}) {
            StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, call::run);
            assertEquals(Status.Code.PERMISSION_DENIED, refusal.getStatus().getCode());
        }
    }

    private static String blocking(Channel channel) {
        return AccountsServiceGrpc.newBlockingStub(channel)
                .getAccount(GetAccountRequest.newBuilder().setAccountId("me").build())
                .getAccount()
                .getName();
    }

    private static String nonBlocking(Channel channel) {
        return AccountsServiceGrpc.newBlockingStub(channel)
                .batchGetAccounts(BatchGetAccountsRequest.getDefaultInstance())
                .getAccounts(0)
                .getName();
    }
}
