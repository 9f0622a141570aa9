package io.farol.runtime.tenant;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.accounts.v1.AccountsFeedGrpc;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.runtime.outbox.FeedDatabase;
import io.farol.testkit.GrpcDoor;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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

    /** Background work goes on: an amendment on its way would be refused for good, and not said again at the resumption. */
    @Test
    void letsTheServicesWorkForASuspendedTenant() {
        transactions.run(new TenantId("paused"), () -> {});
        jdbi.useHandle(h -> h.execute("update tenant set state = 'SUSPENDED' where id = 'paused'"));
        tenants.refresh();

        String name = AccountsServiceGrpc.newBlockingStub(
                        GrpcDoor.as(Issuer.serviceToken("pipeline-service"), "farol-tenant", "paused"))
                .getAccount(GetAccountRequest.newBuilder().setAccountId("me").build())
                .getAccount()
                .getName();

        assertEquals("paused", name);
        jdbi.useHandle(h -> h.execute("update tenant set state = 'ACTIVE' where id = 'paused'"));
        tenants.refresh();
    }

    @Test
    void endsTheOpenStreamsOfASuspendedTenant() throws Exception {
        transactions.run(new TenantId("streaming"), () -> {});
        Iterator<SubscribeResponse> stream = AccountsFeedGrpc.newBlockingStub(
                        GrpcDoor.as(Issuer.token("streaming", "erp", "integration")))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .subscribe(SubscribeRequest.getDefaultInstance());
        assertTrue(stream.next().getHeartbeat().getIsCaughtUp());

        jdbi.useHandle(h -> h.execute("update tenant set state = 'SUSPENDED' where id = 'streaming'"));
        tenants.refresh();
        FeedDatabase.ofService().commit("somebody-else", "ACCOUNT", UUID.randomUUID(), 1);

        StatusRuntimeException end = assertThrows(StatusRuntimeException.class, () -> stream.forEachRemaining(_ -> {}));
        assertEquals(Status.Code.PERMISSION_DENIED, end.getStatus().getCode());
        jdbi.useHandle(h -> h.execute("update tenant set state = 'ACTIVE' where id = 'streaming'"));
        tenants.refresh();
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
