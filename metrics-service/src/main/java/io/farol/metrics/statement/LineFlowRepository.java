package io.farol.metrics.statement;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Population;
import io.farol.metrics.viewpoint.Populations;
import io.farol.metrics.viewpoint.Viewpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.SortedMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads flows of chosen accounts by a property of their lines: product, or term. The same as the ledger's cells have for all accounts: an account's net change is allocated over the groups that
 * moved its way, in proportion, cut to 1/10,000; what nets out inside the account is TRANSFER_IN and TRANSFER_OUT; what is frozen or resumed is spread over what is under contract at the
 * month's end (metrics.md 1). An account that comes is chosen by this month's end, all others by that of the month before; then all that it has comes or goes by transfer.
 */
@ApplicationScoped
class LineFlowRepository {
    private static final String BELIEVED =
            "%1$s.tenant_id = :tenant and %1$s.gen = :gen and %1$s.pos + 0 <= :position and %1$s.pos_to > :position";

    /** What lines are worth, by group and month: all that there is at the end of the first month, as if it had just come, and steps after it. */
    private static final String BALANCES = """
            , held as materialized (
                select l.account_id, {value} as value, l.line_id, l.from_day, greatest(farol_month(l.from_day), :first) as f, farol_month(l.until_day) as t, coalesce(l.mrr_rc_e4, 0) as mrr_e4,
                       coalesce(l.change_kind = 'READJUSTMENT' and l.from_day > :firstDay, false) as is_readjusted
                  from line_piece l where l.account_id in (select account_id from part) and l.from_day <= :lastDay and l.until_day > :firstDay and {believed l} offset 0),
            readjustment as (
                select l.account_id, l.value, farol_month(l.from_day) as month, l.mrr_e4 - o.mrr_e4 as amount_e4
                  from held l
                 cross join lateral (
                    select coalesce(o.mrr_rc_e4, 0) as mrr_e4 from line_piece o where o.line_id = l.line_id and o.until_day = l.from_day and {believed o} limit 1) o
                 where l.is_readjusted
                   and (o.mrr_e4 > 0 or exists (select 1 from account_interval i where i.account_id = l.account_id and i.from_day < l.from_day and i.until_day >= l.from_day and {believed i}))
                   and (l.mrr_e4 > 0 or exists (select 1 from account_interval i where i.account_id = l.account_id and i.from_day <= l.from_day and i.until_day > l.from_day and {believed i}))),
            suspended as materialized (
                select c.account_id, c.month, coalesce(sum(c.amount_e4) filter (where c.kind = 'FREEZE'), 0)::bigint as freezes_e4,
                       coalesce(sum(c.amount_e4) filter (where c.kind = 'UNFREEZE'), 0)::bigint as unfreezes_e4
                  from month_change c
                 where c.account_id in (select account_id from part) and c.kind in ('FREEZE', 'UNFREEZE') and c.month > :first and c.month <= :last and {believed c}
                 group by c.account_id, c.month),
            step as (
                select account_id, value, month, sum(delta_e4)::bigint as delta_e4, sum(readjustment_e4)::bigint as readjustment_e4
                  from (select account_id, value, f as month, mrr_e4 as delta_e4, 0 as readjustment_e4 from held where f < t and mrr_e4 > 0
                        union all
                        select account_id, value, t, -mrr_e4, 0 from held where f < t and t <= :last and mrr_e4 > 0
                        union all
                        select account_id, value, month, 0, amount_e4 from readjustment
                        union all
                        select h.account_id, h.value, s.month, 0, 0 from held h join suspended s on s.account_id = h.account_id) s
                 group by account_id, value, month),
            balance as materialized (
                select account_id, value, month, delta_e4, readjustment_e4, (sum(delta_e4) over own)::bigint as closing_e4, lead(month, 1, :last + 1) over own as until_month,
                       (sum(delta_e4) over (partition by account_id order by month))::bigint as gross_e4, (sum(delta_e4) over (partition by account_id, month))::bigint as gross_delta_e4
                  from step
                window own as (partition by account_id, value order by month)),
            frozen as materialized (
                select i.account_id, farol_month(i.from_day) as f, farol_month(i.until_day) as t
                  from account_interval i where i.account_id in (select account_id from part) and i.frozen_e4 > 0 and {believed i})
            """;

    /** LineGroupFormula, of the chosen: a row for each account, group and month in which something moved. */
    private static final String MOVES = """
            , moved as (
                select b.account_id, b.value, b.month, b.closing_e4 - b.delta_e4 as opening_e4, b.closing_e4, b.readjustment_e4, b.gross_e4 = b.gross_delta_e4 as comes, b.gross_e4 = 0 as goes,
                       b.gross_e4 > 0 and b.gross_e4 > b.gross_delta_e4 as stays, b.month - case when b.gross_e4 = b.gross_delta_e4 then 0 else 1 end as counted_at
                  from balance b where b.month > :first and (b.gross_e4 > 0 or b.gross_delta_e4 < 0)),
            chosen_move as (
                select m.*, w.account_id is not null as was_frozen, i.account_id is not null as is_frozen, coalesce(s.freezes_e4, 0) as freezes_e4, coalesce(s.unfreezes_e4, 0) as unfreezes_e4
                  from moved m
                  join part p on p.account_id = m.account_id and p.f <= m.counted_at and m.counted_at < p.t
                  left join frozen w on w.account_id = m.account_id and w.f < m.month and m.month <= w.t
                  left join frozen i on i.account_id = m.account_id and i.f <= m.month and m.month < i.t
                  left join suspended s on s.account_id = m.account_id and s.month = m.month),
            weighed as (
                select *, sum(closing_e4) over (partition by account_id, month order by value) as weight_upto, nullif(sum(closing_e4) over (partition by account_id, month), 0) as weight
                  from chosen_move where stays and (freezes_e4 > 0 or unfreezes_e4 > 0)),
            spread as (
                select account_id, value, month, opening_e4, closing_e4, readjustment_e4, comes, goes, stays, was_frozen, is_frozen, 0::bigint as freeze_e4, 0::bigint as unfreeze_e4
                  from chosen_move where not (stays and (freezes_e4 > 0 or unfreezes_e4 > 0))
                union all
                select account_id, value, month, opening_e4, closing_e4, readjustment_e4, comes, goes, stays, was_frozen, is_frozen,
                       coalesce(div(freezes_e4 * weight_upto, weight) - div(freezes_e4 * (weight_upto - closing_e4), weight), 0)::bigint,
                       coalesce(div(unfreezes_e4 * weight_upto, weight) - div(unfreezes_e4 * (weight_upto - closing_e4), weight), 0)::bigint
                  from weighed),
            rested as (
                select *, case when is_frozen then 0 else closing_e4 end - case when was_frozen then 0 else opening_e4 end - readjustment_e4 + freeze_e4 - unfreeze_e4 as rest_e4 from spread),
            signed as (
                select *, (sum(rest_e4) over whole)::bigint as rests_e4, (sum(abs(rest_e4)) over whole)::bigint as moves_e4, sum(greatest(0, rest_e4)) over upto as rises_upto,
                       sum(greatest(0, -rest_e4)) over upto as falls_upto
                  from rested
                window upto as (partition by account_id, month order by value), whole as (partition by account_id, month order by value rows between unbounded preceding and unbounded following)),
            allocated as (
                select *, case when not stays or rest_e4 = 0 or (rest_e4 > 0) <> (rests_e4 > 0) then 0 when moves_e4 = abs(rests_e4) then abs(rest_e4)
                               when rests_e4 > 0 then (div(rests_e4 * rises_upto, (moves_e4 + rests_e4) / 2) - div(rests_e4 * (rises_upto - rest_e4), (moves_e4 + rests_e4) / 2))::bigint
                               else (div(-rests_e4 * falls_upto, (moves_e4 - rests_e4) / 2) - div(-rests_e4 * (falls_upto + rest_e4), (moves_e4 - rests_e4) / 2))::bigint end as part_e4
                  from signed),
            flow as (
                select a.*, r.account_id is not null as reactivates, case when stays then rest_e4 - case when rests_e4 > 0 then part_e4 else -part_e4 end else 0 end as remainder_e4,
                       case when is_frozen then closing_e4 else 0 end - case when was_frozen then opening_e4 else 0 end as frozen_e4,
                       (is_frozen and closing_e4 > 0)::integer - (was_frozen and opening_e4 > 0)::integer as frozen_n
                  from allocated a
                  left join (select r.account_id, r.month from month_change r where r.kind = 'REACTIVATION' and r.month > :first and r.month <= :last and {believed r}) r
                    on a.comes and r.account_id = a.account_id and r.month = a.month)
            """;

    private static final String SUMS = """
            , summed as (
                select value, month,
                       sum(closing_e4) filter (where comes and not reactivates) as new_e4, count(*) filter (where comes and not reactivates and closing_e4 <> 0) as new_n,
                       sum(closing_e4) filter (where comes and reactivates) as reactivation_e4, count(*) filter (where comes and reactivates and closing_e4 <> 0) as reactivation_n,
                       sum(opening_e4) filter (where goes) as churn_e4, count(*) filter (where goes and opening_e4 <> 0) as churn_n,
                       sum(case when comes and is_frozen then closing_e4 else freeze_e4 end) as freeze_e4, count(*) filter (where case when comes and is_frozen then closing_e4 else freeze_e4 end <> 0) as freeze_n,
                       sum(case when goes and was_frozen then opening_e4 else unfreeze_e4 end) as unfreeze_e4,
                       count(*) filter (where case when goes and was_frozen then opening_e4 else unfreeze_e4 end <> 0) as unfreeze_n,
                       sum(readjustment_e4) filter (where stays) as readjustment_e4, count(*) filter (where stays and readjustment_e4 <> 0) as readjustment_n,
                       sum(part_e4) filter (where rests_e4 > 0) as expansion_e4, count(*) filter (where rests_e4 > 0 and part_e4 <> 0) as expansion_n,
                       sum(part_e4) filter (where rests_e4 < 0) as contraction_e4, count(*) filter (where rests_e4 < 0 and part_e4 <> 0) as contraction_n,
                       sum(greatest(0, remainder_e4)) as in_e4, count(*) filter (where stays and opening_e4 = 0 and closing_e4 > 0) as in_n,
                       sum(greatest(0, -remainder_e4)) as out_e4, count(*) filter (where stays and opening_e4 > 0 and closing_e4 = 0) as out_n,
                       sum(frozen_e4) as frozen_e4, sum(frozen_n) as frozen_n
                  from flow group by value, month),
            stock as (
                select b.value, b.closing_e4, i.account_id is not null as is_frozen
                  from balance b
                  join part p on p.account_id = b.account_id and p.f <= :first and :first < p.t
                  left join frozen i on i.account_id = b.account_id and i.f <= :first and :first < i.t
                 where b.month = :first and b.closing_e4 > 0),
            moving as (
                select t.measure, b.value, t.month, b.closing_e4, t.frozen_e4 > 0 as is_frozen, case when t.measure = 'TRANSFER_IN' then 1 else -1 end as sign
                  from transfer t join balance b on b.account_id = t.account_id and b.month <= t.month and t.month < b.until_month and b.closing_e4 > 0)
            select value, measure, month, sum(amount_e4)::bigint as amount_e4, sum(n)::bigint as n
              from (select s.value, m.measure, s.month, m.amount_e4, m.n
                      from summed s
                     cross join lateral (values ('NEW', new_e4, new_n), ('REACTIVATION', reactivation_e4, reactivation_n), ('CHURN', churn_e4, churn_n), ('FREEZE', freeze_e4, freeze_n),
                                                ('UNFREEZE', unfreeze_e4, unfreeze_n), ('READJUSTMENT', readjustment_e4, readjustment_n), ('EXPANSION', expansion_e4, expansion_n),
                                                ('CONTRACTION', contraction_e4, contraction_n), ('TRANSFER_IN', in_e4, in_n), ('TRANSFER_OUT', out_e4, out_n),
                                                ('FROZEN', frozen_e4, frozen_n)) as m (measure, amount_e4, n)
                     where m.amount_e4 <> 0 or m.n <> 0
                    union all
                    select value, 'NEW', :first, case when is_frozen then 0 else closing_e4 end, 1 from stock
                    union all
                    select value, 'FROZEN', :first, closing_e4, 1 from stock where is_frozen
                    union all
                    select value, measure, month, case when is_frozen then 0 else closing_e4 end, 1 from moving
                    union all
                    select value, 'FROZEN', month, sign * closing_e4, sign from moving where is_frozen) d
             group by value, measure, month""";

    private final Jdbi jdbi;
    private final Populations populations;

    LineFlowRepository(Jdbi jdbi, Populations populations) {
        this.jdbi = jdbi;
        this.populations = populations;
    }

    /** Flows by the values of a grouping by lines. The first month holds what there is at its end, as NEW. */
    SortedMap<String, Flows> flows(Viewpoint viewpoint, AccountFilter filter, Dimension groupBy, int first, int last) {
        Population population = populations.of(viewpoint, filter, null);
        return jdbi.withHandle(handle -> FlowRepository.collect(
                population
                        .bind(handle.createQuery(population.with() + sql(groupBy)), viewpoint)
                        .bind("firstDay", Months.lastDayOf(first))
                        .bind("lastDay", Months.lastDayOf(last)),
                first,
                last));
    }

    private static String sql(Dimension groupBy) {
        String sql = ChosenFlowRepository.TRANSFERS + BALANCES + MOVES + SUMS;
        for (String alias : new String[] {"l", "o", "i", "c", "r"}) {
            sql = sql.replace("{believed " + alias + "}", BELIEVED.formatted(alias));
        }
        return sql.replace("{value}", groupBy.name().equals("term") ? "l.term" : "l.product_id::text collate \"C\"");
    }
}
