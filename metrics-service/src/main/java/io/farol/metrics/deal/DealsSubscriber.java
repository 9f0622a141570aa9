package io.farol.metrics.deal;

import io.farol.metrics.accountrow.AccountRows;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Keeps the newest state of deals, from the feed of pipeline-service. */
@ApplicationScoped
class DealsSubscriber implements FeedSubscriber {
    private static final String EVENT =
            "with event as materialized (select e.id, cast(e.payload as jsonb) as payload from unnest(cast(:ids as uuid[]), cast(:payloads as text[])) e (id, payload)) ";

    private static final String GONE = EVENT
            + "delete from deal_copy c using event e where c.tenant_id = :tenant and c.id = e.id and e.payload->>'title' is null";

    private static final String COPY = EVENT + """
            insert into deal_copy as c (tenant_id, id, account_id, type, stage, title, owner_id, owner_name, mrr_e4, one_off_e4, currency, expected_close_on, next_step_text, next_step_on,
                   opened_at, entered_stage_at, closed_at, won_on, contract_sync, is_archived)
            select :tenant, id, (payload->>'accountId')::uuid, payload->>'type', payload->>'stage', payload->>'title', payload->>'ownerId', payload->>'ownerName',
                   (payload->>'expectedMrrE4')::bigint, (payload->>'oneOffE4')::bigint, payload->>'currency', (payload->>'expectedCloseOn')::date, payload->'nextStep'->>'text',
                   (payload->'nextStep'->>'on')::date, (payload->>'openedAt')::timestamptz, (payload->>'enteredStageAt')::timestamptz, (payload->>'closedAt')::timestamptz,
                   (payload->>'wonOn')::date, payload->>'contractSync', (payload->>'isArchived')::boolean
              from event where payload->>'title' is not null
            on conflict (tenant_id, id) do update set account_id = excluded.account_id, type = excluded.type, stage = excluded.stage, title = excluded.title,
                   owner_id = excluded.owner_id, owner_name = excluded.owner_name, mrr_e4 = excluded.mrr_e4, one_off_e4 = excluded.one_off_e4, currency = excluded.currency,
                   expected_close_on = excluded.expected_close_on, next_step_text = excluded.next_step_text, next_step_on = excluded.next_step_on, opened_at = excluded.opened_at,
                   entered_stage_at = excluded.entered_stage_at, closed_at = excluded.closed_at, won_on = excluded.won_on, contract_sync = excluded.contract_sync,
                   is_archived = excluded.is_archived""";

    private static final String ACCOUNTS =
            "select distinct account_id from deal_copy where tenant_id = :tenant and id = any(cast(:ids as uuid[])) and account_id is not null";

    private static final String ALL_ACCOUNTS =
            "select distinct account_id from deal_copy where tenant_id = :tenant and account_id is not null";

    private final Jdbi jdbi;

    DealsSubscriber(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public String source() {
        return "pipeline";
    }

    @Override
    public Set<String> aggregateTypes() {
        return Set.of("DEAL");
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        Map<UUID, String> newest = new LinkedHashMap<>();
        events.forEach(event -> newest.put(
                event.aggregateId(),
                event.payload().isObject() ? event.payload().toString() : "{}"));
        jdbi.useHandle(handle -> {
            Set<UUID> accounts = new HashSet<>(accounts(handle, tenant, newest.keySet()));
            List.of(GONE, COPY).forEach(sql -> execute(handle, tenant, sql, newest));
            accounts.addAll(accounts(handle, tenant, newest.keySet()));
            AccountRows.refresh(handle, tenant.value(), accounts, List.of());
        });
    }

    @Override
    public void reset(TenantId tenant) {
        jdbi.useHandle(handle -> {
            List<UUID> accounts = handle.createQuery(ALL_ACCOUNTS)
                    .bind("tenant", tenant.value())
                    .mapTo(UUID.class)
                    .list();
            handle.createUpdate("delete from deal_copy where tenant_id = :tenant")
                    .bind("tenant", tenant.value())
                    .execute();
            AccountRows.refresh(handle, tenant.value(), accounts, List.of());
        });
    }

    /** The accounts that some deals belong to now. */
    private static List<UUID> accounts(Handle handle, TenantId tenant, Collection<UUID> deals) {
        return handle.createQuery(ACCOUNTS)
                .bind("tenant", tenant.value())
                .bindArray("ids", UUID.class, deals)
                .mapTo(UUID.class)
                .list();
    }

    private static void execute(Handle handle, TenantId tenant, String sql, Map<UUID, String> states) {
        handle.createUpdate(sql)
                .bind("tenant", tenant.value())
                .bindArray("ids", UUID.class, List.copyOf(states.keySet()))
                .bindArray("payloads", String.class, List.copyOf(states.values()))
                .execute();
    }
}
