package io.farol.pipeline.deal;

import static io.farol.pipeline.AccountsDouble.AMENDMENTS;
import static io.farol.pipeline.AccountsDouble.CALLS;
import static io.farol.pipeline.AccountsDouble.IDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.accounts.v1.AmendContractRequest;
import io.farol.accounts.v1.ChangeKind;
import io.farol.pipeline.AccountsDouble;
import io.farol.pipeline.AccountsDouble.Fault;
import io.farol.pipeline.Caller;
import io.farol.pipeline.Known;
import io.farol.pipeline.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A won deal goes into its client's contract exactly once, whatever breaks in between. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(AccountsDouble.class)
class ContractSyncTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String WIN =
            "{\"toStage\":\"EXPAND_WON\",\"win\":{\"reasons\":[\"TIMING\"],\"startsOn\":\"2026-05-01\"}}";

    private final Caller csm = Caller.ofNewTenant().as("csm");

    @AfterEach
    void behaveWell() {
        AccountsDouble.behave();
        Outside.execute("drop trigger if exists fail_listed_commit on contract_task_step");
        Outside.execute("drop table if exists commit_fault");
    }

    /** Fault points: before the call is done, after the other side's commit, before the own commit. */
    @Test
    void amendsOnceHoweverOftenEitherSideDies() {
        failCommitsThatAreListed();
        AccountsDouble.behave((key, call) -> switch (call) {
            case 1 -> Fault.BEFORE_IT_IS_DONE;
            case 2 -> Fault.AFTER_IT_IS_DONE;
            case 3 -> {
                Outside.execute("insert into commit_fault values (?)", key);
                yield Fault.NONE;
            }
            default -> {
                Outside.execute("delete from commit_fault where request_key = ?", key);
                yield Fault.NONE;
            }
        });
        Known.Client client = Known.client(csm.tenant());
        List<Selling> deals = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Selling deal = Selling.hypothesis(csm, client, "UPSELL").accepted();
            keys.add(deal.move(WIN)
                    .statusCode(201)
                    .body("resource.contractSync", equalTo("PENDING"))
                    .extract()
                    .path("id"));
            deals.add(deal);
        }

        await().atMost(PATIENCE).until(() -> csm.get("/v1/deals?contractSync=DONE&count=true&pageSize=1")
                .extract()
                .path("total.value")
                .equals(50));

        List<String> made = AMENDMENTS.entrySet().stream()
                .filter(amendment -> amendment.getValue().getContractId().equals(client.contract()))
                .map(java.util.Map.Entry::getKey)
                .toList();
        assertEquals(50, made.size());
        assertTrue(made.containsAll(keys), "an amendment's key is the id of the change to EXPAND_WON");
        keys.forEach(key -> assertTrue(CALLS.get(key) >= 4, "the faults were not met: " + CALLS.get(key)));
        AmendContractRequest one = AMENDMENTS.get(keys.getFirst());
        assertEquals(ChangeKind.CHANGE_KIND_UPSELL, one.getChangeKind());
        assertEquals(client.otherProduct(), one.getAddLine().getProductId());
        assertEquals("10.0000", one.getAddLine().getTerms().getQuantity().getValue());
        assertEquals(50, one.getAddLine().getTerms().getUnitPrice().getUnits());
        assertEquals(5, one.getEffectiveOn().getMonth());
        assertTrue(AccountsDouble.TENANTS.contains(csm.tenant()));
        assertEquals(
                "CONTRACT_SYNCED",
                Outside.events(deals.getFirst().id()).getLast().split(" ")[0]);
    }

    @Test
    void leavesWhatIsRefusedToAPerson() {
        AccountsDouble.behave((key, call) -> call == 1 ? Fault.REFUSED : Fault.NONE);
        Selling deal = Selling.hypothesis(csm).accepted().won();
        awaitSync(deal, "FAILED");
        deal.read()
                .body("contractSyncReason", startsWith("AMENDMENTS_OVERLAP"))
                .body("can", org.hamcrest.Matchers.hasItem("RETRY_CONTRACT_SYNC"));

        csm.post(deal.path() + "/contract-syncs", deal.etag(), "{}")
                .statusCode(201)
                .body("resource.contractSync", equalTo("PENDING"));

        awaitSync(deal, "DONE");
        deal.read().body("contractSyncReason", nullValue());
        csm.post(deal.path() + "/contract-syncs", deal.etag(), "{}")
                .statusCode(409)
                .body("code", equalTo("CONTRACT_SYNC_NOT_FAILED"));
    }

    @Test
    void takesBackWhatAReopenedDealHadChanged() {
        Selling deal = Selling.hypothesis(csm).accepted();
        String won = deal.move(WIN).statusCode(201).extract().path("id");
        awaitSync(deal, "DONE");
        deal.read();

        String reopened = csm.as("cs-leader")
                .post(
                        deal.path() + "/stage-changes",
                        deal.etag(),
                        "{\"toStage\":\"NEGOTIATION\",\"reason\":\"They called back\"}")
                .statusCode(201)
                .body("resource.contractSync", equalTo("PENDING"))
                .extract()
                .path("id");

        awaitSync(deal, "NOT_APPLICABLE");
        assertEquals(IDS.get(won), AMENDMENTS.get(reopened).getReverse().getAmendmentId());
        deal.read().body("stage", equalTo("NEGOTIATION")).body("wonOn", nullValue());
    }

    /** The win may be on its way when its deal is reopened: it arrives, and is then taken back. */
    @Test
    void takesBackWhatWasStillOnItsWay() {
        AccountsDouble.behave((key, call) -> Fault.BEFORE_IT_IS_DONE);
        Selling deal = Selling.hypothesis(csm).accepted();
        String won = deal.move(WIN).statusCode(201).extract().path("id");
        deal.read();
        String reopened = csm.as("cs-leader")
                .post(
                        deal.path() + "/stage-changes",
                        deal.etag(),
                        "{\"toStage\":\"FORECAST\",\"reason\":\"Too early\"}")
                .statusCode(201)
                .extract()
                .path("id");

        AccountsDouble.behave();

        awaitSync(deal, "NOT_APPLICABLE");
        List<String> order = List.copyOf(AMENDMENTS.keySet());
        assertTrue(order.indexOf(won) < order.indexOf(reopened));
        assertEquals(IDS.get(won), AMENDMENTS.get(reopened).getReverse().getAmendmentId());
    }

    @Test
    void hasNothingToTakeBackWhenTheWinWasRefused() {
        AccountsDouble.behave((key, call) -> Fault.REFUSED);
        Selling deal = Selling.hypothesis(csm).accepted().won();
        awaitSync(deal, "FAILED");
        deal.read();

        String reopened = csm.as("cs-leader")
                .post(
                        deal.path() + "/stage-changes",
                        deal.etag(),
                        "{\"toStage\":\"FORECAST\",\"reason\":\"Too early\"}")
                .statusCode(201)
                .body("resource.contractSync", equalTo("NOT_APPLICABLE"))
                .extract()
                .path("id");

        assertFalse(CALLS.containsKey(reopened));
    }

    @Test
    void tellsEachLineUnderItsOwnKeyAndTakesThemBackInTheOtherOrder() {
        Selling deal = Selling.hypothesis(csm, Known.client(csm.tenant()), "CROSS_SELL")
                .accepted();
        deal.with(
                "{\"lines\":[{\"productId\":\"%s\",\"contractLineId\":\"%s\",\"quantity\":\"15.5\",\"unitPrice\":{\"amount\":\"99.99\",\"currency\":\"BRL\"},\"discount\":0.125},"
                                .formatted(
                                        deal.client().product(), deal.client().line())
                        + "{\"productId\":\"%s\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"900.00\",\"currency\":\"BRL\"},\"isRecurring\":false}]}"
                                .formatted(deal.client().otherProduct()));
        String won = deal.move(WIN).statusCode(201).extract().path("id");
        awaitSync(deal, "DONE");
        deal.read();

        AmendContractRequest changed = AMENDMENTS.get(won);
        assertEquals(ChangeKind.CHANGE_KIND_CROSS_SELL, changed.getChangeKind());
        assertEquals(deal.client().line(), changed.getChangeLine().getLineId());
        assertEquals(
                "0.125000",
                changed.getChangeLine().getTerms().getDiscountRatio().getValue());
        assertEquals(
                990_000_000, changed.getChangeLine().getTerms().getUnitPrice().getNanos());
        assertFalse(AMENDMENTS.get(won + ":2").getAddLine().getTerms().getIsRecurring());

        String reopened = csm.as("cs-leader")
                .post(
                        deal.path() + "/stage-changes",
                        deal.etag(),
                        "{\"toStage\":\"FORECAST\",\"reason\":\"Too early\"}")
                .statusCode(201)
                .extract()
                .path("id");
        awaitSync(deal, "NOT_APPLICABLE");
        assertEquals(IDS.get(won + ":2"), AMENDMENTS.get(reopened).getReverse().getAmendmentId());
        assertEquals(IDS.get(won), AMENDMENTS.get(reopened + ":2").getReverse().getAmendmentId());
    }

    @Test
    void winsWhileAccountsServiceIsDownAndTellsItLater() {
        AccountsDouble.goDown();
        try {
            Selling deal = Selling.hypothesis(csm).accepted().won();
            deal.read().body("stage", equalTo("EXPAND_WON")).body("contractSync", equalTo("PENDING"));
            AccountsDouble.comeUp();

            awaitSync(deal, "DONE");
        } finally {
            AccountsDouble.goDown();
            AccountsDouble.comeUp();
        }
    }

    private static void awaitSync(Selling deal, String state) {
        await().atMost(PATIENCE)
                .until(() -> deal.read().extract().path("contractSync").equals(state));
    }

    /** The own transaction fails at its very commit for the steps whose keys are listed. */
    private static void failCommitsThatAreListed() {
        Outside.execute("create table if not exists commit_fault (request_key text primary key)");
        Outside.execute("grant select on commit_fault to public");
        Outside.execute("""
                create or replace function fail_listed_commit() returns trigger language plpgsql as $$
                begin
                    if exists (select 1 from commit_fault f where f.request_key = new.request_key) then
                        raise exception 'fault injected before the own commit';
                    end if;
                    return null;
                end $$""");
        Outside.execute("drop trigger if exists fail_listed_commit on contract_task_step");
        Outside.execute(
                "create constraint trigger fail_listed_commit after update on contract_task_step deferrable initially deferred for each row execute function fail_listed_commit()");
    }
}
