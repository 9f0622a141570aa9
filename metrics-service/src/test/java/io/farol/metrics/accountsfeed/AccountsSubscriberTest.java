package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.metrics.ledger.LedgerRebuild;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountsSubscriberTest {
    private static final UUID ANA = UUID.nameUUIDFromBytes(new byte[] {1});
    private static final UUID RUI = UUID.nameUUIDFromBytes(new byte[] {2});

    /** A parent that is left would be learnt a second time at an earlier position. */
    @Test
    void forgetsParentsWhenItBeginsAnew() {
        String tenant = "reset-parents";
        LedgerDatabase.run(tenant, handle -> {
            handle.execute(
                    "insert into account_parent (tenant_id, account_id, pos, parent_account_id) values (?, ?, 9, ?)",
                    tenant,
                    UUID.randomUUID(),
                    UUID.randomUUID());

            subscriber().reset(new TenantId(tenant));

            assertEquals(0, count(handle, "account_parent", tenant));
        });
    }

    @Test
    void forgetsMembersWhenItBeginsAnew() {
        String tenant = "reset-members";
        LedgerDatabase.run(tenant, handle -> {
            subscriber().apply(new TenantId(tenant), List.of(member(tenant, 1, ANA, "Ana")));
            assertEquals(1, count(handle, "member_copy", tenant));

            subscriber().reset(new TenantId(tenant));

            assertEquals(0, count(handle, "member_copy", tenant));
        });
    }

    @Test
    void callsAccountsCsmsByTheirPresentNames() {
        String tenant = "renamed";
        LedgerDatabase.run(tenant, handle -> {
            apply(
                    tenant,
                    account(tenant, 1, "Acme", ANA),
                    account(tenant, 2, "Bela", RUI),
                    member(tenant, 3, ANA, "Ána"),
                    member(tenant, 4, RUI, "Rui"));
            assertEquals(List.of("Acme ana", "Bela rui"), names(handle, tenant));

            apply(tenant, member(tenant, 5, ANA, "Zoé"));
            assertEquals(List.of("Acme zoe", "Bela rui"), names(handle, tenant));

            apply(tenant, account(tenant, 6, "Acme", RUI), account(tenant, 7, "Bela", null));
            assertEquals(List.of("Acme rui", "Bela "), names(handle, tenant));
        });
    }

    /** An erased person leaves neither name nor login, and is nobody's caller. */
    @Test
    void forgetsWhoWasErased() {
        String tenant = "erased-member";
        LedgerDatabase.run(tenant, handle -> {
            apply(tenant, account(tenant, 1, "Acme", ANA), member(tenant, 2, ANA, "Ana"));

            apply(tenant, event(tenant, 3, "MEMBER", ANA, NullNode.getInstance()));

            assertEquals(List.of("Acme "), names(handle, tenant));
            assertEquals(1, count(handle, "member_copy where name = '' and user_key is null and is_archived", tenant));
        });
    }

    /** Churn rows outlive the account (metrics.md 1). */
    @Test
    void keepsTheHistoryOfAnErasedAccount() throws Exception {
        String tenant = "erased-account";
        UUID acme = UUID.nameUUIDFromBytes("Acme".getBytes(StandardCharsets.UTF_8));
        JsonNode details = new ObjectMapper().readTree("""
                {"name":"Acme","groups":[{"dimension":"sector","fromOn":null,"value":"Retail"}],
                 "freezes":[{"id":"%s","from":"2026-02-10","until":"2026-03-10","reason":"WORKS","isBillingSuspended":true}]}""".formatted(UUID.randomUUID()));
        JsonNode contract = new ObjectMapper().readTree("""
                {"accountId":"%s","termStartsOn":"2026-01-01","lines":[{"id":"%s","productId":"%s","terms":[
                  {"startsOn":"2026-01-01","endsOn":"2026-05-01","quantity":"1","unitPrice":"100","billingPeriodMonths":1,"currency":"BRL","mrrE4":1000000,"churnReason":"PRICE"}]}]}""".formatted(acme, UUID.randomUUID(), UUID.randomUUID()));
        LedgerDatabase.run(tenant, handle -> {
            apply(
                    tenant,
                    event(tenant, 1, "ACCOUNT", acme, details),
                    event(tenant, 2, "CONTRACT", UUID.randomUUID(), contract));
            List<String> before = ledger(handle, tenant);
            assertEquals(
                    List.of("2026-01-01 NEW", "2026-02-10 FREEZE", "2026-03-10 UNFREEZE", "2026-05-01 CHURN"),
                    before.stream()
                            .filter(row -> row.startsWith("2026"))
                            .map(row -> row.replaceFirst(" [^ ]*$", ""))
                            .toList());

            apply(tenant, event(tenant, 3, "ACCOUNT", acme, NullNode.getInstance()));
            assertEquals(before, ledger(handle, tenant));
            assertEquals(List.of(), names(handle, tenant));

            new LedgerRebuild(handle, tenant).run();
            assertEquals(before, ledger(handle, tenant));
        });
    }

    /** Believed entries and the statement's cells of the generation that is read. */
    private static List<String> ledger(Handle handle, String tenant) {
        return handle.createQuery("""
                        with read as (select coalesce((select active_gen from ledger_generation where tenant_id = :tenant), 1) as gen)
                        select m.day || ' ' || m.kind || ' ' || m.amount_e4 from movement m join read r on r.gen = m.gen where m.tenant_id = :tenant and m.reverses = 0
                           and not exists (select from movement b where b.tenant_id = m.tenant_id and b.gen = m.gen and b.account_id = m.account_id and b.day = m.day and b.kind = m.kind and b.reverses = m.pos)
                        union all
                        select concat_ws(' ', 'cell', c.dim, c.value, c.measure, c.month, c.amount_e4, c.n) from cell c join read r on r.gen = c.gen where c.tenant_id = :tenant
                         order by 1""")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .list();
    }

    @Test
    void learnsHowATenantHasItsFiguresTold() {
        String tenant = "own-figures";
        LedgerDatabase.run(tenant, handle -> {
            ObjectNode settings = JsonNodeFactory.instance.objectNode().put("reportingCurrency", "BRL");
            apply(tenant, event(tenant, 1, "SETTINGS", ANA, settings));
            assertEquals(List.of("{} -"), policies(handle, tenant));

            ObjectNode changed = settings.deepCopy().put("grossMargin", "0.8");
            changed.set(
                    "metricConventions", JsonNodeFactory.instance.objectNode().put("ltv", "TICKET_OVER_CHURN"));
            apply(tenant, event(tenant, 2, "SETTINGS", ANA, changed));
            assertEquals(List.of("{} -", "{\"ltv\": \"TICKET_OVER_CHURN\"} 0.8"), policies(handle, tenant));
        });
    }

    private static List<String> policies(Handle handle, String tenant) {
        return handle.createQuery("""
                        select cast(metric_conventions as text) || ' ' || coalesce(cast(gross_margin as text), '-') from settings_copy where tenant_id = :tenant order by pos""")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .list();
    }

    private static void apply(String tenant, FeedEvent... events) {
        subscriber().apply(new TenantId(tenant), List.of(events));
    }

    private static AccountsSubscriber subscriber() {
        return new AccountsSubscriber(LedgerDatabase.jdbi());
    }

    private static FeedEvent member(String tenant, long position, UUID id, String name) {
        return event(
                tenant,
                position,
                "MEMBER",
                id,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id.toString())
                        .put("name", name)
                        .put("userName", name + "@" + tenant)
                        .put("seniority", "SENIOR")
                        .put("isArchived", false)
                        .set("roles", JsonNodeFactory.instance.arrayNode().add("CSM")));
    }

    private static FeedEvent account(String tenant, long position, String name, @Nullable UUID csm) {
        return event(
                tenant,
                position,
                "ACCOUNT",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", name)
                        .put("csmId", csm == null ? null : csm.toString()));
    }

    private static FeedEvent event(String tenant, long position, String type, UUID id, JsonNode payload) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(position);
        return new FeedEvent(new TenantId(tenant), type, id, position, "CHANGED", at, at, position, position, payload);
    }

    private static List<String> names(Handle handle, String tenant) {
        return handle.createQuery(
                        "select name || ' ' || csm_folded from account_row where tenant_id = :tenant order by name")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .list();
    }

    private static int count(Handle handle, String rows, String tenant) {
        return handle.createQuery("select count(*) from " + rows + (rows.contains(" where ") ? " and" : " where")
                        + " tenant_id = :tenant")
                .bind("tenant", tenant)
                .mapTo(Integer.class)
                .one();
    }
}
