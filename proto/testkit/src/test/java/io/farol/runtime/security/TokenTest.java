package io.farol.runtime.security;

import static io.restassured.RestAssured.given;

import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.testkit.BadToken;
import io.farol.testkit.ServiceUnderTest;
import io.farol.testkit.TokenContract;
import io.grpc.Channel;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TokenTest extends TokenContract {

    @Override
    protected String readablePath() {
        return "/v1/security-samples";
    }

    @Override
    protected void call(Channel channel) {
        AccountsServiceGrpc.newBlockingStub(channel)
                .getAccount(GetAccountRequest.newBuilder().setAccountId("me").build());
    }

    @Test
    void closesADoorThatDoesNotSayWhoMayEnter() {
        given().auth()
                .oauth2(BadToken.accepted())
                .get("/v1/security-samples/unannotated")
                .then()
                .statusCode(403);
    }
}
