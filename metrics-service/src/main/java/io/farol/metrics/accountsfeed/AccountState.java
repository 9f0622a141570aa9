package io.farol.metrics.accountsfeed;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes the states of accounts into {@code account_copy} and, dated by knowledge, their freezes and groups. */
final class AccountState {
    private static final String COPY = EventRows.EVENT + """
            insert into account_copy as c (tenant_id, id, version, is_deleted, name, external_id, tax_id, country, region, sector, channel, seller_name, parent_account_id, employees,
                   area_employees, annual_revenue_e4, currency, customer_since, activated_on, is_archived, csm_id, tags, attributes)
            select :tenant, id, version, payload->>'name' is null, coalesce(payload->>'name', ''), payload->>'externalId', payload->>'taxId', payload->>'country',
                   payload->>'region', payload->>'sector', payload->>'channel', payload->>'sellerName', (payload->>'parentAccountId')::uuid, (payload->>'employees')::bigint,
                   (payload->>'areaEmployees')::bigint, (payload->>'annualRevenueE4')::bigint, payload->>'currency', (payload->>'customerSince')::date,
                   (payload->>'activatedOn')::date, coalesce((payload->>'isArchived')::boolean, false), (payload->>'csmId')::uuid,
                   coalesce((select array_agg(t) from jsonb_array_elements_text(payload->'tags') t), '{}'), coalesce(payload->'attributes', '{}')
              from event
            on conflict (tenant_id, id) do update set version = excluded.version, is_deleted = excluded.is_deleted, name = excluded.name, external_id = excluded.external_id,
                   tax_id = excluded.tax_id, country = excluded.country, region = excluded.region, sector = excluded.sector, channel = excluded.channel,
                   seller_name = excluded.seller_name, parent_account_id = excluded.parent_account_id, employees = excluded.employees, area_employees = excluded.area_employees,
                   annual_revenue_e4 = excluded.annual_revenue_e4, currency = excluded.currency, customer_since = excluded.customer_since,
                   activated_on = excluded.activated_on, is_archived = excluded.is_archived, csm_id = excluded.csm_id, tags = excluded.tags, attributes = excluded.attributes""";

    private static final String FREEZES = EventRows.EVENT + """
            , wanted as materialized (
                select e.id as account_id, (f->>'id')::uuid as id, (f->>'from')::date as from_on, (f->>'until')::date as until_on, f->>'reason' as reason,
                       coalesce((f->>'isBillingSuspended')::boolean, false) as is_billing_suspended
                  from event e cross join lateral jsonb_array_elements(e.payload->'freezes') f),
            held as materialized (
                select h.* from event e join account_freeze h on h.tenant_id = :tenant and h.account_id = e.id and h.pos_to = 9223372036854775807
                 where e.payload->>'name' is not null),
            same as materialized (
                select h.account_id, h.id from held h join wanted w on w.account_id = h.account_id and w.id = h.id
                 where (w.from_on, w.until_on, w.reason, w.is_billing_suspended) is not distinct from (h.from_on, h.until_on, h.reason, h.is_billing_suspended)),
            gone as materialized (
                select h.account_id, h.id, h.pos from held h where not exists (select from same s where s.account_id = h.account_id and s.id = h.id)),
            closed as (
                update account_freeze t set pos_to = :pos from gone g where t.tenant_id = :tenant and t.account_id = g.account_id and t.id = g.id and t.pos = g.pos),
            added as (
                insert into account_freeze (tenant_id, account_id, id, pos, from_on, until_on, reason, is_billing_suspended)
                select :tenant, w.account_id, w.id, :pos, w.from_on, w.until_on, w.reason, w.is_billing_suspended from wanted w
                 where not exists (select from same s where s.account_id = w.account_id and s.id = w.id)
                returning account_id)
            select account_id from gone union select account_id from added""";

    private static final String GROUPS = EventRows.EVENT + """
            , wanted as materialized (
                select distinct on (e.id, g->>'dimension', coalesce((g->>'fromOn')::date, date '0001-01-01'))
                       e.id as account_id, g->>'dimension' as dim, coalesce((g->>'fromOn')::date, date '0001-01-01') as from_on, coalesce(g->>'value', 'NONE') as value
                  from event e cross join lateral jsonb_array_elements(e.payload->'groups') with ordinality a (g, nr)
                 order by e.id, g->>'dimension', coalesce((g->>'fromOn')::date, date '0001-01-01'), nr desc),
            held as materialized (
                select h.* from event e join account_group h on h.tenant_id = :tenant and h.account_id = e.id and h.pos_to = 9223372036854775807
                 where e.payload->>'name' is not null),
            same as materialized (
                select h.account_id, h.dim, h.from_on from held h join wanted w on w.account_id = h.account_id and w.dim = h.dim and w.from_on = h.from_on
                 where w.value = h.value),
            gone as materialized (
                select h.account_id, h.dim, h.from_on, h.pos from held h
                 where not exists (select from same s where s.account_id = h.account_id and s.dim = h.dim and s.from_on = h.from_on)),
            closed as (
                update account_group t set pos_to = :pos from gone g
                 where t.tenant_id = :tenant and t.account_id = g.account_id and t.dim = g.dim and t.from_on = g.from_on and t.pos = g.pos),
            added as (
                insert into account_group (tenant_id, account_id, dim, from_on, pos, value)
                select :tenant, w.account_id, w.dim, w.from_on, :pos, w.value from wanted w
                 where not exists (select from same s where s.account_id = w.account_id and s.dim = w.dim and s.from_on = w.from_on)
                returning account_id)
            select account_id from gone union select account_id from added""";

    private static final String PARENTS = EventRows.EVENT + """
            , wanted as materialized (
                select id as account_id, (payload->>'parentAccountId')::uuid as parent_account_id from event where payload->>'name' is not null),
            held as materialized (
                select h.* from wanted w join account_parent h on h.tenant_id = :tenant and h.account_id = w.account_id and h.pos_to = 9223372036854775807),
            closed as (
                update account_parent t set pos_to = :pos from held h join wanted w on w.account_id = h.account_id and w.parent_account_id is distinct from h.parent_account_id
                 where t.tenant_id = :tenant and t.account_id = h.account_id and t.pos = h.pos)
            insert into account_parent (tenant_id, account_id, pos, parent_account_id)
            select :tenant, w.account_id, :pos, w.parent_account_id from wanted w
             where w.parent_account_id is not null
               and not exists (select from held h where h.account_id = w.account_id and h.parent_account_id = w.parent_account_id)""";

    private static final String UNLEARN_PARENTS = """
            with removed as (delete from account_parent where tenant_id = :tenant and account_id = any(:ids::uuid[]) and pos = :pos)
            update account_parent set pos_to = 9223372036854775807 where tenant_id = :tenant and account_id = any(:ids::uuid[]) and pos_to = :pos""";

    private static final String UNLEARN_FREEZES = """
            with removed as (delete from account_freeze where tenant_id = :tenant and account_id = any(:ids::uuid[]) and pos = :pos)
            update account_freeze set pos_to = 9223372036854775807 where tenant_id = :tenant and account_id = any(:ids::uuid[]) and pos_to = :pos""";

    private static final String UNLEARN_GROUPS = """
            with removed as (delete from account_group where tenant_id = :tenant and account_id = any(:ids::uuid[]) and pos = :pos)
            update account_group set pos_to = 9223372036854775807 where tenant_id = :tenant and account_id = any(:ids::uuid[]) and pos_to = :pos""";

    private AccountState() {}

    /** Takes back what was learnt of some accounts at this very knowledge point, because a later state of theirs belongs to it too. */
    static void unlearn(Handle handle, EventRows events) {
        events.bindTo(handle.createUpdate(UNLEARN_FREEZES)).execute();
        events.bindTo(handle.createUpdate(UNLEARN_GROUPS)).execute();
        events.bindTo(handle.createUpdate(UNLEARN_PARENTS)).execute();
    }

    /** @return the accounts whose freezes or groups are now believed to be others; a deleted or erased account keeps its history */
    static List<UUID> learn(Handle handle, EventRows events) {
        if (events.isEmpty()) {
            return List.of();
        }
        events.bindTo(handle.createUpdate(COPY)).execute();
        events.bindTo(handle.createUpdate(PARENTS)).execute();
        List<UUID> touched = new ArrayList<>(
                events.bindTo(handle.createQuery(FREEZES)).mapTo(UUID.class).list());
        touched.addAll(
                events.bindTo(handle.createQuery(GROUPS)).mapTo(UUID.class).list());
        return touched;
    }
}
