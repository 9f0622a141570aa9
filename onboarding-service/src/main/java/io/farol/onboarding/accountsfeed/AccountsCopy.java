package io.farol.onboarding.accountsfeed;

import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.team.TeamCopy;
import io.farol.runtime.tenant.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The newest state of settings, products, members, accounts and contracts, kept set-based; {@code event (id, payload, recorded_at)} holds the states of one type, an empty payload for what is gone. */
final class AccountsCopy {
    static final Set<String> TYPES = Set.of("ACCOUNT", "CONTRACT", "MEMBER", "PRODUCT", "SETTINGS");

    private static final List<String> TABLES =
            List.of("settings_copy", "product_copy", "member_copy", "account_copy", "contract_copy");

    private static final String EVENT = """
            with event as materialized (
                select e.id, cast(e.payload as jsonb) as payload, e.recorded_at
                  from unnest(cast(:ids as uuid[]), cast(:payloads as text[]), cast(:recorded as timestamptz[])) e (id, payload, recorded_at))
            """;

    private static final String SETTINGS = EVENT + """
            insert into settings_copy (tenant_id, id, time_zone, business_date, go_live_on)
            select :tenant, id, payload->>'timeZone', (payload->>'businessDate')::date, (payload->>'goLiveOn')::date from event where payload->>'timeZone' is not null
            on conflict (tenant_id) do update set id = excluded.id, time_zone = excluded.time_zone, business_date = excluded.business_date, go_live_on = excluded.go_live_on""";

    private static final String PRODUCTS = EVENT + """
            insert into product_copy (tenant_id, id, name)
            select :tenant, id, payload->>'name' from event where payload->>'name' is not null
            on conflict (tenant_id, id) do update set name = excluded.name""";

    private static final String ACCOUNTS = EVENT + """
            insert into account_copy (tenant_id, id, name, sector, region, country, channel, seller_name, csm_id, touch, tags, attributes, customer_since, activated_on, is_archived)
            select :tenant, id, payload->>'name', payload->>'sector', payload->>'region', payload->>'country', payload->>'channel', payload->>'sellerName',
                   (payload->>'csmId')::uuid,
                   (select g->>'value' from jsonb_array_elements(payload->'groups') g where g->>'dimension' = 'touch' order by (g->>'fromOn')::date desc nulls last limit 1),
                   coalesce((select array_agg(t) from jsonb_array_elements_text(payload->'tags') t), '{}'), coalesce(payload->'attributes', '{}'),
                   (payload->>'customerSince')::date, (payload->>'activatedOn')::date, coalesce((payload->>'isArchived')::boolean, false)
              from event where payload->>'name' is not null
            on conflict (tenant_id, id) do update set name = excluded.name, sector = excluded.sector, region = excluded.region, country = excluded.country,
                   channel = excluded.channel, seller_name = excluded.seller_name, csm_id = excluded.csm_id, touch = excluded.touch, tags = excluded.tags, attributes = excluded.attributes,
                   customer_since = excluded.customer_since, activated_on = excluded.activated_on, is_archived = excluded.is_archived""";

    private static final String GONE_ACCOUNTS = EVENT
            + "update account_copy c set is_archived = true from event e where c.tenant_id = :tenant and c.id = e.id and e.payload->>'name' is null";

    // A contract without lines (all removed) keeps the days of its term. What was told first says when it was recorded.
    private static final String CONTRACTS = EVENT + """
            insert into contract_copy (tenant_id, id, account_id, signed_on, starts_on, ends_on, recorded_on)
            select :tenant, e.id, (e.payload->>'accountId')::uuid, coalesce((e.payload->>'signedOn')::date, (e.payload->>'termStartsOn')::date),
                   coalesce(t.starts_on, (e.payload->>'termStartsOn')::date),
                   case when t.is_open then null else coalesce(t.ends_on, (e.payload->>'cancelledOn')::date, (e.payload->>'termStartsOn')::date) end,
                   business_day(:tenant, e.recorded_at)
              from event e
              cross join lateral (select min((x->>'startsOn')::date) as starts_on, max((x->>'endsOn')::date) as ends_on,
                                         coalesce(bool_or(x->>'endsOn' is null), false) as is_open
                                    from jsonb_array_elements(e.payload->'lines') l cross join lateral jsonb_array_elements(l->'terms') x) t
             where e.payload->>'accountId' is not null
            on conflict (tenant_id, id) do update set account_id = excluded.account_id, signed_on = excluded.signed_on, starts_on = excluded.starts_on,
                   ends_on = excluded.ends_on, recorded_on = least(contract_copy.recorded_on, excluded.recorded_on)""";

    private static final Map<String, List<String>> STATEMENTS = statements();

    private static final String ACCOUNTS_OF_CONTRACTS =
            "select distinct account_id from contract_copy where tenant_id = :tenant and id = any(cast(:ids as uuid[]))";

    private AccountsCopy() {}

    /** @return the accounts of whose contracts, or of which themselves, something was learnt */
    static Set<UUID> learn(Handle handle, TenantId tenant, List<FeedEvent> events) {
        Set<UUID> touched = new LinkedHashSet<>();
        Map<String, Map<UUID, FeedEvent>> newest = newest(events);
        STATEMENTS.forEach((type, statements) -> {
            List<FeedEvent> states =
                    List.copyOf(newest.getOrDefault(type, Map.of()).values());
            if (!states.isEmpty()) {
                statements.forEach(
                        sql -> bound(handle.createUpdate(sql), tenant, states).execute());
            }
        });
        touched.addAll(newest.getOrDefault("ACCOUNT", Map.of()).keySet());
        Set<UUID> contracts = newest.getOrDefault("CONTRACT", Map.of()).keySet();
        if (!contracts.isEmpty()) {
            touched.addAll(handle.createQuery(ACCOUNTS_OF_CONTRACTS)
                    .bind("tenant", tenant.value())
                    .bindArray("ids", UUID.class, List.copyOf(contracts))
                    .mapTo(UUID.class)
                    .list());
        }
        return touched;
    }

    static void forget(Handle handle, TenantId tenant) {
        TABLES.forEach(table -> handle.createUpdate("delete from " + table + " where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .execute());
    }

    /** The last state of each aggregate, under the day on which it was told of first. */
    private static Map<String, Map<UUID, FeedEvent>> newest(List<FeedEvent> events) {
        Map<String, Map<UUID, FeedEvent>> newest = new LinkedHashMap<>();
        for (FeedEvent event : events) {
            newest.computeIfAbsent(event.aggregateType(), type -> new LinkedHashMap<>())
                    .merge(event.aggregateId(), event, AccountsCopy::toldFirst);
        }
        return newest;
    }

    private static FeedEvent toldFirst(FeedEvent earlier, FeedEvent later) {
        return new FeedEvent(
                later.tenant(),
                later.aggregateType(),
                later.aggregateId(),
                later.version(),
                later.eventType(),
                earlier.recordedAt().isBefore(later.recordedAt()) ? earlier.recordedAt() : later.recordedAt(),
                later.stampedAt(),
                later.batch(),
                later.position(),
                later.payload());
    }

    private static <S extends SqlStatement<S>> S bound(S statement, TenantId tenant, List<FeedEvent> states) {
        List<String> payloads = new ArrayList<>();
        List<String> recorded = new ArrayList<>();
        states.forEach(state -> {
            payloads.add(state.payload().isObject() ? state.payload().toString() : "{}");
            recorded.add(state.recordedAt().toString());
        });
        return statement
                .bind("tenant", tenant.value())
                .bindArray(
                        "ids",
                        UUID.class,
                        states.stream().map(FeedEvent::aggregateId).toList())
                .bindArray("payloads", String.class, payloads)
                .bindArray("recorded", String.class, recorded);
    }

    private static Map<String, List<String>> statements() {
        Map<String, List<String>> statements = new LinkedHashMap<>();
        statements.put("SETTINGS", List.of(SETTINGS));
        statements.put("PRODUCT", List.of(PRODUCTS));
        statements.put("MEMBER", TeamCopy.statements(EVENT));
        statements.put("ACCOUNT", List.of(ACCOUNTS, GONE_ACCOUNTS));
        statements.put("CONTRACT", List.of(CONTRACTS));
        return statements;
    }
}
