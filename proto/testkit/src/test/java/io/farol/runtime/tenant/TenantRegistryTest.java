package io.farol.runtime.tenant;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.testkit.GrpcDoor;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TenantRegistryTest {
    private static final TenantId DORMANT = new TenantId("dormant");
    private static final String TOKEN = Issuer.token("dormant", "dora", "viewer");

    @Inject
    TenantRegistry tenants;

    @Inject
    TenantTransaction transactions;

    @Inject
    Jdbi jdbi;

    @Test
    void entersATenantThatItMeetsEvenIfTheWorkFails() {
        TenantId newcomer = new TenantId("newcomer");

        assertThrows(
                IllegalStateException.class,
                () -> transactions.run(newcomer, () -> {
                    throw new IllegalStateException("undo");
                }));

        assertEquals("ACTIVE", state(newcomer));
    }

    @Test
    void refusesASuspendedTenantOnBothDoors() {
        transactions.run(DORMANT, () -> {});
        given().auth().oauth2(TOKEN).get("/v1/security-samples").then().statusCode(200);

        jdbi.useHandle(h -> h.execute("update tenant set state = 'SUSPENDED' where id = 'dormant'"));
        tenants.refresh();

        given().auth()
                .oauth2(TOKEN)
                .get("/v1/security-samples")
                .then()
                .statusCode(403)
                .body("code", equalTo("TENANT_SUSPENDED"));
        StatusRuntimeException refusal =
                assertThrows(StatusRuntimeException.class, () -> AccountsServiceGrpc.newBlockingStub(GrpcDoor.as(TOKEN))
                        .getAccount(GetAccountRequest.newBuilder()
                                .setAccountId("me")
                                .build()));
        assertEquals(Status.Code.PERMISSION_DENIED, refusal.getStatus().getCode());
        jdbi.useHandle(h -> h.execute("update tenant set state = 'ACTIVE' where id = 'dormant'"));
        tenants.refresh();
        given().auth().oauth2(TOKEN).get("/v1/security-samples").then().statusCode(200);
    }

    @Test
    void refusesTheDownloadLinksOfASuspendedTenantLikeBadTokens() {
        String url = given().auth()
                .oauth2(Issuer.token("asleep", "vera", "viewer"))
                .post("/v1/things/download-links")
                .then()
                .statusCode(201)
                .extract()
                .path("url");

        jdbi.useHandle(h -> h.execute("update tenant set state = 'SUSPENDED' where id = 'asleep'"));
        tenants.refresh();

        given().urlEncodingEnabled(false).get(url).then().statusCode(401).body("code", equalTo("NOT_SIGNED_IN"));
        jdbi.useHandle(h -> h.execute("update tenant set state = 'ACTIVE' where id = 'asleep'"));
        tenants.refresh();
        given().urlEncodingEnabled(false).get(url).then().statusCode(200);
    }

    private String state(TenantId tenant) {
        return jdbi.withHandle(h -> h.createQuery("select state from tenant where id = :id")
                .bind("id", tenant.value())
                .mapTo(String.class)
                .one());
    }
}
