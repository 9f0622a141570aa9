package io.farol.pipeline.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.pipeline.Caller;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.team.TeamCopy;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept of the states that accounts-service tells. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AccountsFeedTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 4, 1);
    private final TenantId tenant = new TenantId(Caller.ofNewTenant().tenant());
    private final UUID account = UUID.randomUUID();
    private final UUID contract = UUID.randomUUID();
    private final UUID line = UUID.randomUUID();
    private final UUID product = UUID.randomUUID();

    @Inject
    AccountsSubscriber subscriber;

    @Inject
    AccountCopies copies;

    @Inject
    TeamCopy team;

    @Inject
    TenantTransaction transaction;

    @Test
    void keepsTheNewestStateOfEachAggregateOfABatch() throws Exception {
        apply(
                event(
                        "ACCOUNT",
                        account,
                        "{\"name\":\"Acme\",\"tags\":[\"key\"],\"attributes\":{},\"isArchived\":true}"),
                event("ACCOUNT", account, "{\"name\":\"Acme\",\"tags\":[],\"attributes\":{},\"isArchived\":false}"),
                event("PRODUCT", product, "{\"code\":\"P\",\"name\":\"CRM\",\"isActive\":true}"),
                event("CONTRACT", contract, contract("2026-01-01", null, "2000000")),
                event(
                        "SETTINGS",
                        UUID.randomUUID(),
                        "{\"timeZone\":\"Asia/Tokyo\",\"businessDate\":\"2026-04-01\",\"reportingCurrency\":\"BRL\"}"));

        assertTrue(read(() -> copies.isPresent(new AccountId(account))));
        assertTrue(read(() -> copies.unknownProducts(List.of(new ProductId(product))))
                .isEmpty());
        assertEquals(TODAY, read(() -> copies.calendar()).today());
        assertEquals(
                Optional.of(new ContractId(contract)),
                read(() -> copies.contractToAmend(new AccountId(account), null, TODAY)));
        assertEquals(2000000, runningLine().mrrE4());

        apply(event("CONTRACT", contract, contract("2026-01-01", "2026-03-01", "2000000")));
        assertEquals(0, runningLine().mrrE4());

        apply(event("ACCOUNT", account, "{}"), event("CONTRACT", contract, "{}"));
        assertFalse(read(() -> copies.isPresent(new AccountId(account))));
        assertTrue(read(() -> copies.accountOf(new ContractId(contract))).isEmpty());
    }

    @Test
    void amendsNoContractThatDoesNotRunOrIsOneOfSeveral() throws Exception {
        UUID second = UUID.randomUUID();
        apply(
                event("CONTRACT", contract, contract("2026-01-01", null, "1")),
                event("CONTRACT", second, contract("2026-02-01", null, "1")));

        assertTrue(read(() -> copies.contractToAmend(new AccountId(account), null, TODAY))
                .isEmpty());
        assertEquals(
                Optional.of(new ContractId(second)),
                read(() -> copies.contractToAmend(new AccountId(account), new ContractId(second), TODAY)));
        assertEquals(
                Optional.of(new ContractId(contract)),
                read(() -> copies.contractToAmend(new AccountId(account), null, LocalDate.of(2026, 1, 15))));
        assertTrue(read(() -> copies.contractToAmend(new AccountId(account), null, LocalDate.of(2025, 12, 31)))
                .isEmpty());
    }

    @Test
    void knowsWhoseCustomerAnAccountIs() throws Exception {
        UUID ana = UUID.randomUUID();
        UUID nobodys = UUID.randomUUID();
        List<UUID> both = List.of(account, nobodys);
        apply(
                event("MEMBER", ana, "{\"name\":\"Ana\",\"userName\":\"Ana@t\",\"isArchived\":false}"),
                event("ACCOUNT", account, "{\"name\":\"Acme\",\"csmId\":\"" + ana + "\"}"),
                event("ACCOUNT", nobodys, "{\"name\":\"Beta\",\"csmId\":null}"));

        assertEquals(Map.of(), read(() -> team.keptByOthers(both, "ana@T")));
        assertEquals(Map.of(both.getFirst(), "Ana"), read(() -> team.keptByOthers(both, "bia@t")));
        assertEquals(Map.of(both.getFirst(), "Ana"), read(() -> team.keptByOthers(both, null)));

        apply(event("MEMBER", ana, "{\"name\":\"Ana\",\"userName\":\"Ana@t\",\"isArchived\":true}"));
        assertEquals(Map.of(both.getFirst(), "Ana"), read(() -> team.keptByOthers(both, "ana@t")));
        apply(event("MEMBER", ana, "{}"));
        assertEquals(Map.of(both.getFirst(), ana.toString()), read(() -> team.keptByOthers(both, "ana@t")));
        apply(event("ACCOUNT", account, "{\"name\":\"Acme\",\"csmId\":null}"));
        assertEquals(Map.of(), read(() -> team.keptByOthers(both, "bia@t")));
    }

    @Test
    void emptiesItsCopyWhenTheFeedBeginsAnew() throws Exception {
        apply(
                event("ACCOUNT", account, "{\"name\":\"Acme\"}"),
                event("CONTRACT", contract, contract("2026-01-01", null, "1")));

        transaction.run(tenant, () -> subscriber.reset(tenant));

        assertFalse(read(() -> copies.isPresent(new AccountId(account))));
        assertTrue(read(() -> copies.accountOf(new ContractId(contract))).isEmpty());
    }

    private AccountCopies.RunningLine runningLine() throws Exception {
        Map<ContractLineId, AccountCopies.RunningLine> lines =
                read(() -> copies.lines(List.of(new ContractLineId(line)), TODAY));
        return lines.get(new ContractLineId(line));
    }

    private String contract(String from, String until, String mrrE4) {
        return """
                {"accountId":"%s","termStartsOn":"%s","isAutoRenewing":true,"lines":[{"id":"%s","productId":"%s","terms":[{"startsOn":"%s","endsOn":%s,"quantity":"2",
                 "unitPrice":"100","currency":"BRL","discount":"0","billingPeriodMonths":1,"isRecurring":true,"mrrE4":%s}]}]}""".formatted(account, from, line, product, from, until == null ? "null" : "\"" + until + "\"", mrrE4);
    }

    private void apply(FeedEvent... events) {
        transaction.run(tenant, () -> subscriber.apply(tenant, List.of(events)));
    }

    private <T> T read(java.util.concurrent.Callable<T> reading) throws Exception {
        return transaction.call(tenant, reading);
    }

    private FeedEvent event(String type, UUID id, String payload) {
        try {
            return new FeedEvent(
                    tenant,
                    type,
                    id,
                    1,
                    "CHANGED",
                    Instant.EPOCH,
                    Instant.EPOCH,
                    1,
                    1,
                    new ObjectMapper().readTree(payload));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
