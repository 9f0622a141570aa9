package io.farol.pipeline.account;

import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.team.TeamCopy;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Keeps the newest state of accounts, contracts, products, members and settings, from the feed of accounts-service. */
@ApplicationScoped
class AccountsSubscriber implements FeedSubscriber {
    private static final Set<String> TYPES = Set.of("ACCOUNT", "CONTRACT", "MEMBER", "PRODUCT", "SETTINGS");
    private static final List<String> TABLES = List.of(
            "setting_copy", "account_copy", "member_copy", "product_copy", "contract_line_copy", "contract_copy");

    /** {@code event (id, payload)}; what is gone has an empty payload. */
    private static final String EVENT =
            "with event as materialized (select e.id, cast(e.payload as jsonb) as payload from unnest(cast(:ids as uuid[]), cast(:payloads as text[])) e (id, payload)) ";

    private static final String SETTINGS = EVENT + """
            insert into setting_copy as c (tenant_id, id, time_zone, business_date, reporting_currency)
            select :tenant, id, payload->>'timeZone', (payload->>'businessDate')::date, payload->>'reportingCurrency' from event where payload->>'timeZone' is not null
            on conflict (tenant_id) do update set id = excluded.id, time_zone = excluded.time_zone, business_date = excluded.business_date, reporting_currency = excluded.reporting_currency""";

    private static final String GONE_ACCOUNTS = EVENT
            + "delete from account_copy c using event e where c.tenant_id = :tenant and c.id = e.id and e.payload->>'name' is null";

    private static final String ACCOUNTS = EVENT + """
            insert into account_copy as c (tenant_id, id, name, external_id, sector, region, country, channel, seller_name, csm_id, tags, attributes, is_archived)
            select :tenant, id, payload->>'name', payload->>'externalId', payload->>'sector', payload->>'region', payload->>'country', payload->>'channel', payload->>'sellerName',
                   (payload->>'csmId')::uuid,
                   coalesce((select array_agg(t) from jsonb_array_elements_text(payload->'tags') t), '{}'), coalesce(payload->'attributes', '{}'),
                   coalesce((payload->>'isArchived')::boolean, false)
              from event where payload->>'name' is not null
            on conflict (tenant_id, id) do update set name = excluded.name, external_id = excluded.external_id, sector = excluded.sector, region = excluded.region,
                   country = excluded.country, channel = excluded.channel, seller_name = excluded.seller_name, csm_id = excluded.csm_id, tags = excluded.tags, attributes = excluded.attributes,
                   is_archived = excluded.is_archived""";

    private static final String GONE_PRODUCTS = EVENT
            + "delete from product_copy c using event e where c.tenant_id = :tenant and c.id = e.id and e.payload->>'code' is null";

    private static final String PRODUCTS = EVENT + """
            insert into product_copy as c (tenant_id, id, code, name, is_active)
            select :tenant, id, payload->>'code', payload->>'name', coalesce((payload->>'isActive')::boolean, true) from event where payload->>'code' is not null
            on conflict (tenant_id, id) do update set code = excluded.code, name = excluded.name, is_active = excluded.is_active""";

    private static final String GONE_CONTRACTS =
            EVENT + "delete from contract_copy c using event e where c.tenant_id = :tenant and c.id = e.id";

    private static final String CONTRACTS = EVENT + """
            insert into contract_copy (tenant_id, id, account_id, external_id, term_starts_on, term_ends_on, is_auto_renewing, cancelled_on)
            select :tenant, id, (payload->>'accountId')::uuid, payload->>'externalId', (payload->>'termStartsOn')::date, (payload->>'termEndsOn')::date,
                   coalesce((payload->>'isAutoRenewing')::boolean, false), (payload->>'cancelledOn')::date
              from event where payload->>'accountId' is not null""";

    private static final String LINES = EVENT + """
            insert into contract_line_copy (tenant_id, contract_id, line_id, starts_on, ends_on, product_id, quantity, unit_price, currency, discount, billing_period_months,
                   is_recurring, mrr_e4)
            select :tenant, e.id, (l->>'id')::uuid, (t->>'startsOn')::date, (t->>'endsOn')::date, (l->>'productId')::uuid, (t->>'quantity')::numeric, (t->>'unitPrice')::numeric,
                   t->>'currency', (t->>'discount')::numeric, (t->>'billingPeriodMonths')::int, (t->>'isRecurring')::boolean, (t->>'mrrE4')::bigint
              from event e cross join lateral jsonb_array_elements(e.payload->'lines') l cross join lateral jsonb_array_elements(l->'terms') t
             where e.payload->>'accountId' is not null""";

    private final Jdbi jdbi;

    AccountsSubscriber(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public String source() {
        return "accounts";
    }

    @Override
    public Set<String> aggregateTypes() {
        return TYPES;
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        Map<String, Map<UUID, String>> newest = new LinkedHashMap<>();
        for (FeedEvent event : events) {
            newest.computeIfAbsent(event.aggregateType(), type -> new LinkedHashMap<>())
                    .put(
                            event.aggregateId(),
                            event.payload().isObject() ? event.payload().toString() : "{}");
        }
        jdbi.useHandle(handle -> newest.forEach(
                (type, states) -> statements(type).forEach(sql -> execute(handle, tenant, sql, states))));
    }

    @Override
    public void reset(TenantId tenant) {
        jdbi.useHandle(handle ->
                TABLES.forEach(table -> handle.createUpdate("delete from " + table + " where tenant_id = :tenant")
                        .bind("tenant", tenant.value())
                        .execute()));
    }

    private static List<String> statements(String type) {
        return switch (type) {
            case "SETTINGS" -> List.of(SETTINGS);
            case "ACCOUNT" -> List.of(GONE_ACCOUNTS, ACCOUNTS);
            case "MEMBER" -> TeamCopy.statements(EVENT);
            case "PRODUCT" -> List.of(GONE_PRODUCTS, PRODUCTS);
            case "CONTRACT" -> List.of(GONE_CONTRACTS, CONTRACTS, LINES);
            default -> List.of();
        };
    }

    private static void execute(Handle handle, TenantId tenant, String sql, Map<UUID, String> states) {
        handle.createUpdate(sql)
                .bind("tenant", tenant.value())
                .bindArray("ids", UUID.class, List.copyOf(states.keySet()))
                .bindArray("payloads", String.class, List.copyOf(states.values()))
                .execute();
    }
}
