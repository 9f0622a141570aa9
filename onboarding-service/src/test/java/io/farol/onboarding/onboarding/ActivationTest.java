package io.farol.onboarding.onboarding;

import static io.farol.onboarding.Clients.TODAY;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.onboarding.AccountsStandIn;
import io.farol.onboarding.Caller;
import io.farol.onboarding.Clients;
import io.farol.onboarding.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** First Value reaches accounts-service once, whatever breaks around the call. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class ActivationTest {
    private final Caller admin = Caller.ofNewTenant();
    private String account = "";
    private String id = "";
    private String path = "";

    @BeforeEach
    void signAContract() {
        account = Clients.of(admin.tenant()).newClient("Acme");
        id = admin.get("/v1/onboardings?accountId=" + account).extract().path("items[0].id");
        path = "/v1/onboardings/" + id;
    }

    @Test
    void activatesTheAccountAndStopsTheClockInWhateverPhase() {
        evidence();

        becomes("DONE");
        admin.get(path)
                .body("phase", equalTo("TRIAGE"))
                .body("firstValueOn", equalTo(TODAY.toString()))
                .body("firstValue.kind", equalTo("CLIENT_CONFIRMED"))
                .body("firstValue.recordedByName", equalTo("ana@" + admin.tenant()))
                .body("clock.isRunning", equalTo(false))
                .body("activationReason", nullValue());
        assertEquals(List.of(TODAY.toString()), AccountsStandIn.activations(account));
        assertEquals(List.of("OPENED 1", "FIRST_VALUE_EVIDENCED 2", "ACTIVATION_DONE 3"), Outside.events(id));
        admin.post(path + "/first-values", etag(), body())
                .statusCode(409)
                .body("code", equalTo("FIRST_VALUE_ALREADY_EVIDENCED"));
    }

    @Test
    void refusesEvidenceOfDaysThatAreNot() {
        admin.post(
                        path + "/first-values",
                        "\"1\"",
                        body().replace(TODAY.toString(), TODAY.plusDays(1).toString()))
                .statusCode(400)
                .body("code", equalTo("OUT_OF_RANGE"));
        admin.post(
                        path + "/first-values",
                        "\"1\"",
                        body().replace(TODAY.toString(), TODAY.minusDays(1).toString()))
                .statusCode(400);
    }

    @Test
    void tellsAgainWhatGotLostBeforeTheCall() {
        // a worker that died with the task in its hands, before it called
        Outside.execute("""
                insert into activation_due (tenant_id, onboarding_id, due_at, held_until) values (?, cast(? as uuid), now(), now() + interval '1 hour')""", admin.tenant(), id);
        evidence();
        assertEquals(List.of(), AccountsStandIn.activations(account));
        admin.get(path).body("activationState", equalTo("PENDING"));

        Outside.execute("update activation_due set held_until = now() where onboarding_id = cast(? as uuid)", id);

        becomes("DONE");
        assertEquals(1, AccountsStandIn.activations(account).size());
    }

    @Test
    void tellsAgainWhatGotLostAfterAccountsServiceHadDoneIt() {
        AtomicInteger calls = new AtomicInteger();
        AccountsStandIn.answer(account, request -> calls.incrementAndGet() < 5 ? Status.UNAVAILABLE : Status.OK);

        evidence();

        becomes("DONE");
        assertEquals(5, calls.get());
        assertEquals(1, AccountsStandIn.activations(account).stream().distinct().count());
        assertEquals(
                1,
                Outside.events(id).stream()
                        .filter(event -> event.startsWith("ACTIVATION_DONE"))
                        .count());
    }

    @Test
    void tellsAgainWhatGotLostBeforeItsOwnCommit() {
        Outside.execute("create table if not exists lost_commit (id uuid primary key)");
        Outside.execute("grant all on lost_commit to public");
        Outside.execute("insert into lost_commit values (cast(? as uuid))", id);
        Outside.execute("""
                create or replace function lose_commit() returns trigger language plpgsql as $$
                begin
                    if new.activation_state = 'DONE' and exists (select 1 from lost_commit where id = new.id) then
                        raise exception 'the commit is lost';
                    end if;
                    return new;
                end $$""");
        Outside.execute(
                "create or replace trigger lose_commit before update on onboarding for each row execute function lose_commit()");
        try {
            evidence();
            await(() -> AccountsStandIn.activations(account).size() >= 2);
            admin.get(path).body("activationState", equalTo("PENDING"));
        } finally {
            Outside.execute("drop trigger lose_commit on onboarding");
        }

        becomes("DONE");
        assertTrue(AccountsStandIn.activations(account).size() >= 2);
        assertEquals(1, AccountsStandIn.activations(account).stream().distinct().count());
        assertEquals(
                1,
                Outside.events(id).stream()
                        .filter(event -> event.startsWith("ACTIVATION_DONE"))
                        .count());
    }

    @Test
    void showsARefusalAndTellsAgainWhenAPersonAsks() {
        AtomicInteger calls = new AtomicInteger();
        AccountsStandIn.answer(account, request -> calls.incrementAndGet() == 1 ? archived() : Status.OK);

        evidence();

        becomes("FAILED");
        admin.get(path).body("activationReason", equalTo("FAILED_PRECONDITION"));
        assertEquals(1, calls.get());
        admin.post(path + "/activation-retries", etag(), "{}").statusCode(201);
        becomes("DONE");
        admin.post(path + "/activation-retries", etag(), "{}")
                .statusCode(409)
                .body("code", equalTo("ACTIVATION_NOT_FAILED"));
    }

    @Test
    void activatesNothingForAFurtherProduct() {
        Clients clients = Clients.of(admin.tenant());
        String onboarding = admin.made(
                "/v1/onboardings",
                "{\"accountId\":\"%s\",\"productId\":\"%s\"}".formatted(account, clients.product("CRM")));

        admin.post("/v1/onboardings/" + onboarding + "/first-values", "\"1\"", body())
                .statusCode(201)
                .body("resource.activationState", equalTo("NOT_APPLICABLE"));

        assertFalse(
                Outside.count("select count(*) from activation_due where onboarding_id = cast(? as uuid)", onboarding)
                        > 0);
    }

    private static Status archived() {
        return Status.FAILED_PRECONDITION.withDescription("archived");
    }

    private void evidence() {
        admin.post(path + "/first-values", "\"1\"", body())
                .statusCode(201)
                .body("resource.firstValueOn", equalTo(TODAY.toString()));
    }

    private static String body() {
        return "{\"evidencedOn\":\"%s\",\"kind\":\"CLIENT_CONFIRMED\",\"evidence\":\"Month closed in two days\"}"
                .formatted(TODAY);
    }

    private String etag() {
        return admin.get(path).extract().path("etag");
    }

    private void becomes(String state) {
        await(() -> admin.get(path).extract().path("activationState").equals(state));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        for (int i = 0; i < 600; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new AssertionError("it does not become so");
    }
}
