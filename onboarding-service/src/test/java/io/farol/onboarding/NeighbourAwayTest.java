package io.farol.onboarding;

import static io.farol.onboarding.Clients.TODAY;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** accounts-service goes away: everything that this service owns goes on, what needs it is done when it is back, and nothing is lost. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class NeighbourAwayTest {
    private final Caller admin = Caller.ofNewTenant();
    private final String management;

    NeighbourAwayTest(@ConfigProperty(name = "quarkus.management.test-port") int managementPort) {
        this.management = "http://127.0.0.1:" + managementPort + "/q/";
    }

    @AfterEach
    void comesBack() {
        AccountsStandIn.comeUp();
    }

    @Test
    void goesOnWithoutAccountsServiceAndLosesNothing() {
        Clients clients = Clients.of(admin.tenant());
        String account = clients.newClient("Acme");
        String id = admin.get("/v1/onboardings?accountId=" + account).extract().path("items[0].id");
        String path = "/v1/onboardings/" + id;

        AccountsStandIn.goDown();

        admin.get("/v1/onboardings/board").statusCode(200).body("totals.count", equalTo(1));
        admin.patch(path, "\"1\"", "{\"ownerName\":\"Rui\"}").statusCode(200);
        admin.post(path + "/first-values", "\"2\"", """
                {"evidencedOn":"%s","kind":"CLIENT_CONFIRMED","evidence":"Month closed"}""".formatted(TODAY))
                .statusCode(201)
                .body("resource.activationState", equalTo("PENDING"));
        await(() -> Outside.count(
                        "select count(*) from activation_due where failures > 0 and onboarding_id = cast(? as uuid)",
                        id)
                == 1);
        admin.get(path).statusCode(200).body("activationState", equalTo("PENDING"));
        admin.post(path + "/pauses", "\"3\"", "{\"reason\":\"Closing\"}").statusCode(201);
        given().get(management + "health/ready").then().statusCode(200);
        assertEquals(List.of(), AccountsStandIn.activations(account));

        AccountsStandIn.comeUp();

        await(() -> admin.get(path).extract().path("activationState").equals("DONE"));
        assertEquals(1, AccountsStandIn.activations(account).stream().distinct().count());
        admin.get(path).body("state", equalTo("PAUSED")).body("pauses", hasSize(1));
        String next = clients.newClient("Bela");
        admin.get("/v1/onboardings?accountId=" + next).body("items.kind", contains("FIRST"));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        for (int i = 0; i < 900; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new AssertionError("it does not become so");
    }
}
