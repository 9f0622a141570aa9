package io.farol.onboarding.onboarding;

import static io.farol.onboarding.Clients.TODAY;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.onboarding.AccountsStandIn;
import io.farol.onboarding.Caller;
import io.farol.onboarding.Clients;
import io.farol.onboarding.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which contracts open an onboarding, through a feed that says things twice, late and again. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsStandIn.class)
class FirstContractTest {
    private final Caller admin = Caller.ofNewTenant();
    private final Clients clients = Clients.of(admin.tenant());

    @Test
    void opensAnOnboardingAtTheFirstContract() {
        String account = clients.account("Acme");
        list(account).body("items", empty());

        String contract = clients.contract(account, TODAY.minusDays(5), TODAY.plusDays(10), null);

        list(account)
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("FIRST"))
                .body("items[0].accountName", equalTo("Acme"))
                .body("items[0].contractId", equalTo(contract))
                .body("items[0].phase", equalTo("TRIAGE"))
                .body("items[0].state", equalTo("IN_PROGRESS"))
                .body("items[0].startedOn", equalTo(TODAY.toString()))
                .body("items[0].clockStartsOn", equalTo(TODAY.minusDays(5).toString()))
                .body("items[0].clock.grossDays", equalTo(5))
                .body("items[0].phases.state", contains("IN_PROGRESS", "PENDING", "PENDING", "PENDING", "PENDING"))
                .body("items[0].etag", equalTo("\"1\""));
        assertEquals(List.of("OPENED 1"), Outside.events(idOf(account)));
        assertEquals(1, audited(idOf(account), "OPENED", "state_before is null and state_after ->> 'kind' = 'FIRST'"));
        assertEquals("\"FIRST\"", Outside.published(idOf(account), "$.kind"));
    }

    @Test
    void opensNoSecondOneForRenewalsUpsellsAndFurtherContracts() {
        String account = clients.account("Acme");
        String contract = clients.contract(account, TODAY, TODAY, null);

        clients.contract(contract, 2, account, TODAY, TODAY, null, Instant.now());
        clients.contract(account, TODAY, TODAY, null);
        clients.contract(account, TODAY.plusDays(1), TODAY.plusYears(1), null);

        list(account).body("items", hasSize(1)).body("items[0].etag", equalTo("\"1\""));
    }

    @Test
    void opensNoneForClientsOfBeforeTheGoLiveDay() {
        clients.settings(2, TODAY.minusDays(30));
        String old = clients.account("Old");
        clients.contract(old, TODAY.minusDays(31), TODAY.minusDays(31), null);
        String since = clients.account("Since", ",\"customerSince\":\"2020-01-01\"");
        clients.contract(since, TODAY, TODAY, null);
        String young = clients.account("Young");
        clients.contract(young, TODAY.minusDays(30), TODAY.minusDays(30), null);

        list(old).body("items", empty());
        list(since).body("items", empty());
        list(young).body("items", hasSize(1));
    }

    @Test
    void opensNoneForImportedClientsThatBeganLongAgoWhileNoGoLiveDayIsSaid() {
        String old = clients.account("Old");
        clients.contract(old, TODAY.minusDays(91), TODAY.minusDays(91), null);
        String young = clients.account("Young");
        clients.contract(young, TODAY.minusDays(90), TODAY.minusDays(90), null);

        list(old).body("items", empty());
        list(young).body("items", hasSize(1));
    }

    @Test
    void opensNoneForActivatedArchivedAndLostClients() {
        String activated = clients.newClient("Activated", ",\"activatedOn\":\"" + TODAY + "\"");
        String lost = clients.account("Lost");
        clients.contract(lost, TODAY.minusDays(20), TODAY.minusDays(20), TODAY);
        String archived = UuidV7.next().toString();
        AccountsStandIn.tells(
                admin.tenant(),
                "ACCOUNT",
                archived,
                1,
                Instant.now().toString(),
                "{\"name\":\"Gone\",\"isArchived\":true}");
        clients.contract(archived, TODAY, TODAY, null);

        list(activated).body("items", empty());
        list(lost).body("items", empty());
        list(archived).body("items", empty());
    }

    @Test
    void opensItWhenTheAccountIsToldOfAfterItsContract() {
        String account = UuidV7.next().toString();
        clients.contract(account, TODAY, TODAY, null);
        list(account).body("items", empty());

        clients.account(account, 1, "Late");

        list(account).body("items", hasSize(1));
    }

    @Test
    void takesAnUntouchedOneBackWhenAnEarlierContractTurnsUp() {
        String account = clients.newClient("Acme");
        String id = idOf(account);

        clients.contract(account, TODAY.minusYears(3), TODAY.minusYears(3), TODAY.minusYears(2));

        list(account)
                .body("items.id", contains(id))
                .body("items[0].state", equalTo("CANCELLED"))
                .body("items[0].endReason", equalTo("OLD_CLIENT"));
        assertEquals(List.of("OPENED 1", "CHANGED 2"), Outside.events(id));
        assertEquals(
                1,
                audited(
                        id,
                        "CHANGED",
                        "state_before ->> 'state' = 'IN_PROGRESS' and state_after ->> 'state' = 'CANCELLED'"));
    }

    /** Rows of the audit log that the service itself left. */
    private static long audited(String onboarding, String action, String condition) {
        return Outside.count(
                "select count(*) from audit_entry where aggregate_id = cast(? as uuid) and action = ? and client = 'onboarding-service' and "
                        + condition,
                onboarding,
                action);
    }

    @Test
    void leavesAloneWhatPeopleHaveWorkedOn() {
        String account = clients.newClient("Acme");
        admin.patch("/v1/onboardings/" + idOf(account), "\"1\"", "{\"ownerName\":\"Rui\"}")
                .statusCode(200);

        clients.contract(account, TODAY.minusYears(3), TODAY.minusYears(3), TODAY.minusYears(2));

        list(account).body("items[0].state", equalTo("IN_PROGRESS")).body("items[0].etag", equalTo("\"2\""));
    }

    @Test
    void startsTheClockAtTheEarliestContractWhateverComesFirst() {
        String account = clients.account("Acme");
        clients.contract(account, TODAY, TODAY, null);

        String earlier = clients.contract(account, TODAY.minusDays(9), TODAY.minusDays(7), null);

        list(account)
                .body("items", hasSize(1))
                .body("items[0].contractId", equalTo(earlier))
                .body("items[0].clockStartsOn", equalTo(TODAY.minusDays(9).toString()));
    }

    @Test
    void opensNoneBesideOneThatAPersonOpened() {
        String account = clients.account("Acme");
        admin.made("/v1/onboardings", "{\"accountId\":\"" + account + "\"}");

        clients.contract(account, TODAY, TODAY, null);

        list(account).body("items", hasSize(1)).body("items[0].kind", equalTo("MANUAL"));
    }

    @Test
    void staysOneWhenTheFeedIsReadAgainFromItsStart() {
        String account = clients.newClient("Acme");
        String other = clients.newClient("Other");
        clients.contract(other, TODAY.minusYears(3), TODAY.minusYears(3), TODAY.minusYears(2));
        String events = Outside.events(idOf(account)).toString();

        AccountsStandIn.beginEpoch();

        list(account).body("items", hasSize(1)).body("items[0].state", equalTo("IN_PROGRESS"));
        list(other).body("items", hasSize(1)).body("items[0].state", equalTo("CANCELLED"));
        assertEquals(events, Outside.events(idOf(account)).toString());
    }

    @Test
    void opensOneForEachOfManyContractsOfOneBatchAndTheirRepetitions() {
        for (int i = 0; i < 20; i++) {
            String account = UuidV7.next().toString();
            String recordedAt = Instant.now().minus(i, ChronoUnit.SECONDS).toString();
            for (int turn = 1; turn <= 3; turn++) {
                AccountsStandIn.append(
                        admin.tenant(), "CONTRACT", UuidV7.next().toString(), 1, recordedAt, contractOf(account, turn));
                AccountsStandIn.append(
                        admin.tenant(),
                        "ACCOUNT",
                        account,
                        turn,
                        recordedAt,
                        "{\"name\":\"A" + i + "\",\"isArchived\":false}");
            }
        }
        AccountsStandIn.awaitApplied();

        assertEquals(
                20,
                Outside.count(
                        "select count(*) from onboarding where tenant_id = ? and kind = 'FIRST'", admin.tenant()));
        assertEquals(
                20,
                Outside.count("select count(distinct account_id) from onboarding where tenant_id = ?", admin.tenant()));
        assertEquals(100, Outside.count("select count(*) from onboarding_phase where tenant_id = ?", admin.tenant()));
    }

    private static String contractOf(String account, int days) {
        return "{\"accountId\":\"%s\",\"signedOn\":\"%2$s\",\"termStartsOn\":\"%2$s\",\"lines\":[{\"terms\":[{\"startsOn\":\"%2$s\",\"endsOn\":null}]}]}"
                .formatted(account, TODAY.minusDays(days));
    }

    private ValidatableResponse list(String account) {
        return admin.get("/v1/onboardings?accountId=" + account).statusCode(200);
    }

    private String idOf(String account) {
        return list(account).extract().path("items[0].id");
    }
}
