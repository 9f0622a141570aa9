package io.farol.metrics.accountsfeed;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes products, members of the team, exchange rates and settings: what concerns a tenant as a whole. */
final class TenantFacts {
    private static final String PRODUCTS = EventRows.EVENT + """
            insert into product_copy (tenant_id, id, version, code, name, kind, solution_area, is_active)
            select :tenant, id, version, payload->>'code', payload->>'name', payload->>'kind', payload->>'solutionArea', coalesce((payload->>'isActive')::boolean, true)
              from event where payload->>'code' is not null
            on conflict (tenant_id, id) do update set version = excluded.version, code = excluded.code, name = excluded.name, kind = excluded.kind,
                   solution_area = excluded.solution_area, is_active = excluded.is_active""";

    private static final String PRODUCT_TAXES = EventRows.EVENT + """
            , wanted as materialized (
                select id as product_id, nullif((payload->>'embeddedTaxRate')::numeric, 0) as rate from event),
            held as materialized (
                select h.* from wanted w join product_tax h on h.tenant_id = :tenant and h.product_id = w.product_id and h.pos_to = 9223372036854775807),
            closed as (
                update product_tax t set pos_to = :pos from held h join wanted w on w.product_id = h.product_id and w.rate is distinct from h.rate
                 where t.tenant_id = :tenant and t.product_id = h.product_id and t.pos = h.pos)
            insert into product_tax (tenant_id, product_id, pos, rate)
            select :tenant, w.product_id, :pos, w.rate from wanted w
             where w.rate is not null and not exists (select from held h where h.product_id = w.product_id and h.rate = w.rate)""";

    private static final String UNLEARN_PRODUCT_TAXES = """
            with removed as (delete from product_tax where tenant_id = :tenant and product_id = any(:ids::uuid[]) and pos = :pos)
            update product_tax set pos_to = 9223372036854775807 where tenant_id = :tenant and product_id = any(:ids::uuid[]) and pos_to = :pos""";

    // One who was erased keeps neither name nor login.
    private static final String MEMBERS = EventRows.EVENT + """
            insert into member_copy (tenant_id, id, version, name, user_name, roles, seniority, is_archived)
            select :tenant, id, version, coalesce(payload->>'name', ''), payload->>'userName', coalesce((select array_agg(r) from jsonb_array_elements_text(payload->'roles') r), '{}'),
                   payload->>'seniority', coalesce((payload->>'isArchived')::boolean, payload->>'name' is null)
              from event
            on conflict (tenant_id, id) do update set version = excluded.version, name = excluded.name, user_name = excluded.user_name, roles = excluded.roles,
                   seniority = excluded.seniority, is_archived = excluded.is_archived""";

    // The rate's day and currency, before and after: what the lines are looked up by.
    private static final String RATES = EventRows.EVENT + """
            , wanted as materialized (
                select id, version, (payload->>'currency')::char(3) as currency, (payload->>'ratedOn')::date as rated_on, (payload->>'rate')::numeric as rate
                  from event where payload->>'rate' is not null),
            gone as materialized (
                select h.id, h.pos, h.currency, h.rated_on
                  from event e join rate_copy h on h.tenant_id = :tenant and h.id = e.id and h.pos_to = 9223372036854775807
                  left join wanted w on w.id = h.id
                 where (w.currency, w.rated_on, w.rate) is distinct from (h.currency, h.rated_on, h.rate)),
            closed as (
                update rate_copy t set pos_to = :pos from gone g where t.tenant_id = :tenant and t.id = g.id and t.pos = g.pos),
            added as (
                insert into rate_copy (tenant_id, id, pos, version, currency, rated_on, rate)
                select :tenant, w.id, :pos, w.version, w.currency, w.rated_on, w.rate from wanted w
                 where not exists (select from rate_copy h where h.tenant_id = :tenant and h.id = w.id and h.pos_to = 9223372036854775807
                                      and (w.currency, w.rated_on, w.rate) = (h.currency, h.rated_on, h.rate))
                returning currency, rated_on)
            select currency, rated_on from gone union select currency, rated_on from added""";

    // A line keeps the rate of the day on which its terms start: only lines that start before the next rate look at
    // this one.
    private static final String ACCOUNTS_OF_RATES = """
            select distinct t.account_id
              from unnest(:currencies::text[], :days::date[]) c (currency, rated_on)
              join line_term t on t.tenant_id = :tenant and t.currency = c.currency and t.starts_on >= c.rated_on and t.pos_to = 9223372036854775807
             where not exists (select from rate_copy r where r.tenant_id = :tenant and r.currency = c.currency and r.rated_on > c.rated_on
                                  and r.rated_on <= t.starts_on and r.pos_to = 9223372036854775807)""";

    private static final String SETTINGS = EventRows.EVENT + """
            , latest as materialized (select * from event where payload->>'reportingCurrency' is not null order by version desc limit 1),
            held as materialized (select * from settings_copy where tenant_id = :tenant and pos_to = 9223372036854775807),
            closed as (
                update settings_copy t set pos_to = :pos from held h, latest l where t.tenant_id = :tenant and t.pos = h.pos),
            added as (
                insert into settings_copy (tenant_id, pos, id, version, reporting_currency, time_zone, language, go_live_on, business_date, metric_conventions,
                       gross_margin)
                select :tenant, :pos, id, version, payload->>'reportingCurrency', coalesce(payload->>'timeZone', 'America/Sao_Paulo'), payload->>'language',
                       (payload->>'goLiveOn')::date, (payload->>'businessDate')::date,
                       coalesce(nullif(payload->'metricConventions', 'null'), '{}'), (payload->>'grossMargin')::numeric
                  from latest
                returning reporting_currency)
            select exists (select from added a where a.reporting_currency is distinct from (select reporting_currency from held))""";

    private static final String ALL_ACCOUNTS =
            "select distinct account_id from line_term where tenant_id = :tenant and pos_to = 9223372036854775807";

    private static final List<String> UNLEARN = List.of(
            "delete from rate_copy where tenant_id = :tenant and id = any(:ids::uuid[]) and pos = :pos",
            "update rate_copy set pos_to = 9223372036854775807 where tenant_id = :tenant and id = any(:ids::uuid[]) and pos_to = :pos",
            "delete from settings_copy where tenant_id = :tenant and id = any(:ids::uuid[]) and pos = :pos",
            "update settings_copy set pos_to = 9223372036854775807 where tenant_id = :tenant and id = any(:ids::uuid[]) and pos_to = :pos");

    private record RateDay(String currency, String ratedOn) {}

    private TenantFacts() {}

    /** Takes back what was learnt of some rates or settings at this very knowledge point, because a later state of theirs belongs to it too. */
    static void unlearn(Handle handle, EventRows events) {
        UNLEARN.forEach(sql -> events.bindTo(handle.createUpdate(sql)).execute());
    }

    /** Takes back what was learnt of some products' taxes at this very knowledge point. */
    static void unlearnProducts(Handle handle, EventRows events) {
        events.bindTo(handle.createUpdate(UNLEARN_PRODUCT_TAXES)).execute();
    }

    static void learnProducts(Handle handle, EventRows events) {
        if (!events.isEmpty()) {
            events.bindTo(handle.createUpdate(PRODUCTS)).execute();
            events.bindTo(handle.createUpdate(PRODUCT_TAXES)).execute();
        }
    }

    static void learnMembers(Handle handle, EventRows events) {
        if (!events.isEmpty()) {
            events.bindTo(handle.createUpdate(MEMBERS)).execute();
        }
    }

    /** @return the accounts with a line that is converted at one of these rates; ask after the batch's contracts are learnt */
    static List<UUID> learnRates(Handle handle, EventRows events) {
        if (events.isEmpty()) {
            return List.of();
        }
        List<RateDay> days = events.bindTo(handle.createQuery(RATES))
                .map((row, context) -> new RateDay(row.getString(1), row.getString(2)))
                .list();
        if (days.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(ACCOUNTS_OF_RATES)
                .bind("tenant", events.tenant())
                .bindArray(
                        "currencies",
                        String.class,
                        days.stream().map(RateDay::currency).toList())
                .bindArray(
                        "days",
                        String.class,
                        days.stream().map(RateDay::ratedOn).toList())
                .mapTo(UUID.class)
                .list();
    }

    /** @return all accounts with lines when the reporting currency changed, else none */
    static List<UUID> learnSettings(Handle handle, EventRows events) {
        if (events.isEmpty()) {
            return List.of();
        }
        boolean isOtherCurrency =
                events.bindTo(handle.createQuery(SETTINGS)).mapTo(Boolean.class).one();
        return isOtherCurrency
                ? handle.createQuery(ALL_ACCOUNTS)
                        .bind("tenant", events.tenant())
                        .mapTo(UUID.class)
                        .list()
                : List.of();
    }
}
