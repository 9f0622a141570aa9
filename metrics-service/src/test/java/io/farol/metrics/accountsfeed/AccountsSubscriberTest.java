package io.farol.metrics.accountsfeed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
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
