package io.farol.metrics.accountsfeed;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes the states of contracts into {@code contract_copy} and, dated by knowledge, into {@code line_term}. */
final class ContractFacts {
    private static final String COPY = EventRows.EVENT + """
            insert into contract_copy as c (tenant_id, id, version, account_id, external_id, signed_on, term_starts_on, term_ends_on, is_auto_renewing, cancelled_on, churn_reason)
            select :tenant, id, version, (payload->>'accountId')::uuid, payload->>'externalId', (payload->>'signedOn')::date, (payload->>'termStartsOn')::date,
                   (payload->>'termEndsOn')::date, coalesce((payload->>'isAutoRenewing')::boolean, false), (payload->>'cancelledOn')::date, payload->>'churnReason'
              from event where payload->>'accountId' is not null
            on conflict (tenant_id, id) do update set version = excluded.version, account_id = excluded.account_id, external_id = excluded.external_id,
                   signed_on = excluded.signed_on, term_starts_on = excluded.term_starts_on, term_ends_on = excluded.term_ends_on,
                   is_auto_renewing = excluded.is_auto_renewing, cancelled_on = excluded.cancelled_on, churn_reason = excluded.churn_reason""";

    private static final String TERMS = EventRows.EVENT + """
            , wanted as materialized (
                select e.id as contract_id, (e.payload->>'accountId')::uuid as account_id, (l->>'id')::uuid as line_id, (l->>'productId')::uuid as product_id,
                       l->>'churnReason' as churn_reason, t.starts_on, coalesce(t.ends_on, date '9999-12-31') as ends_on, t.quantity, t.unit_price, t.discount,
                       t.billing_period_months, t.currency, t.is_recurring, case when t.is_recurring then t.mrr_e4 else 0 end as mrr_e4, t.change_kind, t.amendment_id,
                       months_between((e.payload->>'termStartsOn')::date, (e.payload->>'termEndsOn')::date) as term_months
                  from event e
                 cross join lateral jsonb_array_elements(e.payload->'lines') l
                 cross join lateral (
                    select (t->>'startsOn')::date as starts_on, (t->>'endsOn')::date as ends_on, (t->>'quantity')::numeric as quantity,
                           (t->>'unitPrice')::numeric as unit_price, coalesce((t->>'discount')::numeric, 0) as discount,
                           (t->>'billingPeriodMonths')::integer as billing_period_months, (t->>'currency')::char(3) as currency,
                           coalesce((t->>'isRecurring')::boolean, true) as is_recurring, (t->>'mrrE4')::bigint as mrr_e4, t->>'changeKind' as change_kind,
                           (t->>'amendmentId')::uuid as amendment_id
                      from jsonb_array_elements(l->'terms') t) t
                 where t.starts_on < coalesce(t.ends_on, date '9999-12-31')),
            held as materialized (
                select h.* from event e join line_term h on h.tenant_id = :tenant and h.contract_id = e.id and h.pos_to = 9223372036854775807),
            same as materialized (
                select h.line_id, h.starts_on
                  from held h join wanted w on w.line_id = h.line_id and w.starts_on = h.starts_on
                 where (w.ends_on, w.account_id, w.contract_id, w.product_id, w.quantity, w.unit_price, w.discount, w.billing_period_months, w.currency, w.is_recurring, w.mrr_e4, w.change_kind,
                        w.amendment_id, w.churn_reason, w.term_months)
                       is not distinct from
                       (h.ends_on, h.account_id, h.contract_id, h.product_id, h.quantity, h.unit_price, h.discount, h.billing_period_months, h.currency, coalesce(h.is_recurring, h.mrr_e4 > 0), h.mrr_e4,
                        h.change_kind,
                        h.amendment_id, h.churn_reason, h.term_months)),
            gone as materialized (
                select h.line_id, h.starts_on, h.pos, h.account_id from held h
                 where not exists (select from same s where s.line_id = h.line_id and s.starts_on = h.starts_on)),
            closed as (
                update line_term t set pos_to = :pos from gone g
                 where t.tenant_id = :tenant and t.line_id = g.line_id and t.starts_on = g.starts_on and t.pos = g.pos),
            added as (
                insert into line_term (tenant_id, line_id, starts_on, pos, ends_on, account_id, contract_id, product_id, quantity, unit_price, discount,
                                       billing_period_months, currency, is_recurring, mrr_e4, change_kind, amendment_id, churn_reason, term_months)
                select :tenant, w.line_id, w.starts_on, :pos, w.ends_on, w.account_id, w.contract_id, w.product_id, w.quantity, w.unit_price, w.discount,
                       w.billing_period_months, w.currency, w.is_recurring, w.mrr_e4, w.change_kind, w.amendment_id, w.churn_reason, w.term_months
                  from wanted w
                 where not exists (select from same s where s.line_id = w.line_id and s.starts_on = w.starts_on)
                returning account_id)
            select account_id from gone union select account_id from added""";

    private static final String UNLEARN = """
            with removed as (delete from line_term where tenant_id = :tenant and contract_id = any(:ids::uuid[]) and pos = :pos)
            update line_term set pos_to = 9223372036854775807 where tenant_id = :tenant and contract_id = any(:ids::uuid[]) and pos_to = :pos""";

    private ContractFacts() {}

    /** Takes back what was learnt of some contracts at this very knowledge point, because a later state of theirs belongs to it too. */
    static void unlearn(Handle handle, EventRows events) {
        events.bindTo(handle.createUpdate(UNLEARN)).execute();
    }

    /** @return the accounts whose lines are now believed to be others */
    static List<UUID> learn(Handle handle, EventRows events) {
        if (events.isEmpty()) {
            return List.of();
        }
        events.bindTo(handle.createUpdate(COPY)).execute();
        return events.bindTo(handle.createQuery(TERMS)).mapTo(UUID.class).list();
    }
}
