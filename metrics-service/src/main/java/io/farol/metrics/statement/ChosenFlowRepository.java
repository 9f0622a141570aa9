package io.farol.metrics.statement;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Population;
import io.farol.metrics.viewpoint.Populations;
import io.farol.metrics.viewpoint.Viewpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads flows of chosen accounts from their monthly changes; those by their lines are in {@link LineFlowRepository}. */
@ApplicationScoped
class ChosenFlowRepository {
    /**
     * Accounts that change their group while they are logos: {@code transfer (account_id, value, measure, month, mrr_e4, frozen_e4)} with what they have at the month's end; by days, since to
     * compute the months of all stretches costs most. What is {@code near} a change is read once.
     */
    static final String TRANSFERS = """
            , edge as materialized (
                select account_id, value, f, t, f = chosen_f as comes, t = chosen_t as goes, case when f > :first and f <= :last then make_date((f + 1) / 12, (f + 1) % 12 + 1, 1) - 1 end as f_on,
                       case when f > :first and f <= :last then make_date(f / 12, f % 12 + 1, 1) - 1 end as f_before, case when t > :first and t <= :last then make_date((t + 1) / 12, (t + 1) % 12 + 1, 1) - 1 end as t_on,
                       case when t > :first and t <= :last then make_date(t / 12, t % 12 + 1, 1) - 1 end as t_before
                  from part
                 where f > :first and f <= :last or t > :first and t <= :last),
            near as materialized (
                select e.*, i.from_day, i.until_day, i.mrr_e4, i.frozen_e4
                  from edge e join account_interval i on i.account_id = e.account_id
                 where i.tenant_id = :tenant and i.gen = :gen and i.from_day <= (select coalesce(max(greatest(f_on, t_on)), '-infinity') from edge) and i.until_day > :firstDay
                   and i.pos + 0 <= :position and i.pos_to > :position and (i.from_day <= e.f_on and i.until_day > e.f_before or i.from_day <= e.t_on and i.until_day > e.t_before)),
            transfer as (
                select account_id, value, comes as is_of_all, 'TRANSFER_IN' as measure, f as month, sum(mrr_e4) filter (where until_day > f_on) as mrr_e4, sum(frozen_e4) filter (where until_day > f_on) as frozen_e4
                  from near where from_day <= f_on and until_day > f_before
                 group by account_id, value, comes, f
                having bool_or(until_day > f_on) and bool_or(from_day <= f_before)
                union all
                select account_id, value, goes, 'TRANSFER_OUT', t, sum(mrr_e4) filter (where until_day > t_on), sum(frozen_e4) filter (where until_day > t_on)
                  from near where from_day <= t_on and until_day > t_before
                 group by account_id, value, goes, t
                having bool_or(until_day > t_on) and bool_or(from_day <= t_before))
            """;

    /**
     * Flows of chosen accounts after the first month, and what there is at its end, as if it had just come. An account that comes belongs to its group at this month's end, all others to that
     * of the month before; most are in it at both.
     */
    private static final String FLOWS = """
            , stock as (
                select p.value, sum(i.mrr_e4) as mrr_e4, count(*) as n, sum(i.frozen_e4) as frozen_e4, count(*) filter (where i.frozen_e4 > 0) as n_frozen
                  from account_interval i join part p on p.account_id = i.account_id and p.f <= :first and :first < p.t
                 where i.tenant_id = :tenant and i.gen = :gen and i.from_day <= :firstDay and i.until_day > :firstDay and i.pos + 0 <= :position and i.pos_to > :position
                 group by p.value),
            flow as (
                select c.account_id, c.month, c.kind, c.amount_e4,
                       c.month - case when c.kind in ('NEW', 'REACTIVATION')
                                        or c.kind = 'FREEZE' and (select true from month_change x
                                               where x.tenant_id = :tenant and x.gen = :gen and x.account_id = c.account_id and x.month = c.month
                                                 and x.kind in ('NEW', 'REACTIVATION') and x.pos + 0 <= :position and x.pos_to > :position limit 1)
                                      then 0 else 1 end as counted_at
                  from month_change c
                 where c.tenant_id = :tenant and c.gen = :gen and c.month > :first and c.month <= :last and c.pos + 0 <= :position and c.pos_to > :position),
            frozen as materialized (
                select p.value, greatest(p.f, farol_month(i.from_day)) as f, least(p.t, farol_month(i.until_day)) as t, i.frozen_e4
                  from account_interval i join part p on p.account_id = i.account_id
                 where i.tenant_id = :tenant and i.gen = :gen and i.frozen_e4 > 0 and i.pos + 0 <= :position and i.pos_to > :position)
            select d.value, d.measure, d.month, sum(d.amount_e4)::bigint as amount_e4, sum(d.n)::bigint as n
              from (select value, 'NEW' as measure, :first as month, mrr_e4 as amount_e4, n from stock
                    union all
                    select value, 'FROZEN', :first, frozen_e4, n_frozen from stock where n_frozen > 0
                    union all
                    select p.value, f.kind, f.month, sum(f.amount_e4), count(*)
                      from flow f join part p on p.account_id = f.account_id and (p.f < f.month and f.month < p.t or p.f <= f.counted_at and f.counted_at < p.t)
                     group by 1, 2, 3
                    union all
                    select value, measure, month, sum(mrr_e4), count(*) from transfer group by 1, 2, 3
                    {of all}
                    union all
                    select value, 'FROZEN', f, frozen_e4, 1 from frozen where f < t and f > :first and f <= :last
                    union all
                    select value, 'FROZEN', t, -frozen_e4, -1 from frozen where f < t and t > :first and t <= :last) d
             group by 1, 2, 3""";

    /** Beside the groups, under the value '', those who come to all of them together, and leave them. */
    private static final String OF_ALL =
            "union all select '', measure, month, sum(mrr_e4), count(*) from transfer where is_of_all group by 2, 3";

    private static final String OF_TRANSFERS =
            "select value, measure, month, sum(mrr_e4)::bigint as amount_e4, count(*) as n from transfer group by 1, 2, 3";

    private final Jdbi jdbi;
    private final Populations populations;

    ChosenFlowRepository(Jdbi jdbi, Populations populations) {
        this.jdbi = jdbi;
        this.populations = populations;
    }

    /**
     * Flows of chosen accounts. The first month holds what there is at its end, as NEW.
     *
     * @param total of all of them, without transfers between their groups
     * @param groups by their groups; empty without a grouping
     */
    record Chosen(Flows total, SortedMap<String, Flows> groups) {}

    /** @param groupBy null = no groups; never by lines */
    Chosen flows(Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy, int first, int last) {
        String sql = TRANSFERS + FLOWS.replace("{of all}", groupBy == null ? "" : OF_ALL);
        SortedMap<String, Flows> flows = read(viewpoint, populations.of(viewpoint, filter, groupBy), sql, first, last);
        Flows ofAll = flows.getOrDefault("", new Flows(first, last));
        if (groupBy == null) {
            return new Chosen(ofAll, new TreeMap<>());
        }
        flows.remove("");
        return new Chosen(Flows.sum(flows.values(), first, last).withTransfersOf(ofAll), flows);
    }

    /** Transfers to and from all chosen groups of one dimension together, after the first month. Only accounts that change their groups are looked at. */
    Flows transfers(Viewpoint viewpoint, AccountFilter filter, int first, int last) {
        return read(viewpoint, populations.ofMovers(filter), TRANSFERS + OF_TRANSFERS, first, last)
                .getOrDefault("", new Flows(first, last));
    }

    private SortedMap<String, Flows> read(Viewpoint viewpoint, Population population, String sql, int first, int last) {
        return jdbi.withHandle(handle -> FlowRepository.collect(
                Population.within(population.bind(handle.createQuery(population.with() + sql), viewpoint), first, last)
                        .bind("firstDay", Months.lastDayOf(first))
                        .bind("lastDay", Months.lastDayOf(last)),
                first,
                last));
    }
}
