package io.farol.metrics.onboarding;

import io.farol.metrics.accountrow.AccountRows;
import io.farol.metrics.ledger.KnowledgePoint;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Learns from the onboarding feed: each stamping batch becomes one knowledge point of the tenant, beside those of the ledger. */
@ApplicationScoped
class OnboardingSubscriber implements FeedSubscriber {
    private static final String SOURCE = "onboarding";
    private static final String TYPE = "ONBOARDING";

    private static final String CLOSE =
            "update onboarding_fact set pos_to = :pos where tenant_id = :tenant and id = any(cast(:ids as uuid[])) and pos_to = 9223372036854775807";

    private static final String LEARN = """
            insert into onboarding_fact (tenant_id, id, pos, version, account_id, product_id, kind, phase, state, started_on, clock_starts_on, first_value_on, paused_days,
                                         planned_first_value_on, planned_go_live_on, owner_name, ended_on, end_reason, phases)
            select :tenant, e.id, :pos, e.version, (e.payload->>'accountId')::uuid, (e.payload->>'productId')::uuid, e.payload->>'kind', e.payload->>'phase', e.payload->>'state',
                   (e.payload->>'startedOn')::date, (e.payload->>'clockStartsOn')::date, v.first_value_on,
                   coalesce((select sum(greatest(0, least(coalesce((u->>'untilOn')::date, v.first_value_on), v.first_value_on)
                                                    - greatest((u->>'fromOn')::date, (e.payload->>'clockStartsOn')::date)))
                               from jsonb_array_elements(e.payload->'pauses') u where v.first_value_on is not null), 0),
                   (e.payload->>'plannedFirstValueOn')::date, (e.payload->>'plannedGoLiveOn')::date, e.payload->>'ownerName', (e.payload->>'endedOn')::date,
                   e.payload->>'endReason', e.payload->'phases'
              from (select i.id, i.version, cast(i.payload as jsonb) as payload
                      from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:payloads as text[])) i (id, version, payload)) e
             cross join lateral (select (e.payload->>'firstValueOn')::date as first_value_on) v
             where e.payload->>'accountId' is not null""";

    // The accounts of what was learnt and of what was superseded by it.
    private static final String CURRENT = """
            with touched as materialized (
                select distinct account_id from onboarding_fact where tenant_id = :tenant and id = any(cast(:ids as uuid[]))),
            gone as (
                delete from onboarding_current c using touched t where c.tenant_id = :tenant and c.account_id = t.account_id
                   and not exists (select from onboarding_fact f where f.tenant_id = :tenant and f.account_id = t.account_id and f.pos_to = 9223372036854775807
                                      and f.product_id is null and f.state <> 'CANCELLED'))
            insert into onboarding_current as c (tenant_id, account_id, id, phase, is_open)
            select distinct on (f.account_id) :tenant, f.account_id, f.id, f.phase, f.state in ('IN_PROGRESS', 'PAUSED')
              from touched t
              join onboarding_fact f on f.tenant_id = :tenant and f.account_id = t.account_id and f.pos_to = 9223372036854775807
             where f.product_id is null and f.state <> 'CANCELLED'
             order by f.account_id, f.state in ('IN_PROGRESS', 'PAUSED') desc, f.id desc
            on conflict (tenant_id, account_id) do update set id = excluded.id, phase = excluded.phase, is_open = excluded.is_open""";

    private static final String TOUCHED =
            "select distinct account_id from onboarding_fact where tenant_id = :tenant and id = any(cast(:ids as uuid[]))";

    private static final String ALL_ACCOUNTS = "select account_id from onboarding_current where tenant_id = :tenant";

    private static final List<String> FORGET = List.of(
            "delete from onboarding_current where tenant_id = :tenant",
            "delete from onboarding_fact where tenant_id = :tenant",
            "delete from knowledge where tenant_id = :tenant and source = 'onboarding'");

    private final Jdbi jdbi;

    OnboardingSubscriber(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public Set<String> aggregateTypes() {
        return Set.of(TYPE);
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        FeedEvent last = events.getLast();
        Map<UUID, FeedEvent> newest = new LinkedHashMap<>();
        events.forEach(event -> newest.put(event.aggregateId(), event));
        jdbi.useHandle(handle -> {
            KnowledgePoint point = KnowledgePoint.next(
                    handle, tenant.value(), SOURCE, last.batch(), last.position(), last.stampedAt());
            List.of(CLOSE, LEARN, CURRENT)
                    .forEach(sql -> execute(handle, sql, tenant, point, List.copyOf(newest.values())));
            List<UUID> touched = handle.createQuery(TOUCHED)
                    .bind("tenant", tenant.value())
                    .bindArray("ids", UUID.class, newest.keySet())
                    .mapTo(UUID.class)
                    .list();
            AccountRows.refresh(handle, tenant.value(), touched, List.of());
        });
    }

    @Override
    public void reset(TenantId tenant) {
        jdbi.useHandle(handle -> {
            List<UUID> accounts = handle.createQuery(ALL_ACCOUNTS)
                    .bind("tenant", tenant.value())
                    .mapTo(UUID.class)
                    .list();
            FORGET.forEach(sql ->
                    handle.createUpdate(sql).bind("tenant", tenant.value()).execute());
            AccountRows.refresh(handle, tenant.value(), accounts, List.of());
        });
    }

    private static void execute(
            Handle handle, String sql, TenantId tenant, KnowledgePoint point, List<FeedEvent> states) {
        org.jdbi.v3.core.statement.Update update = handle.createUpdate(sql);
        update.getConfig(org.jdbi.v3.core.statement.SqlStatements.class).setUnusedBindingAllowed(true);
        update.bind("tenant", tenant.value())
                .bind("pos", point.pos())
                .bindArray(
                        "ids",
                        UUID.class,
                        states.stream().map(FeedEvent::aggregateId).toList())
                .bindArray(
                        "versions",
                        Long.class,
                        states.stream().map(FeedEvent::version).toList())
                .bindArray(
                        "payloads",
                        String.class,
                        states.stream()
                                .map(state -> state.payload().isObject()
                                        ? state.payload().toString()
                                        : "{}")
                                .toList())
                .execute();
    }
}
