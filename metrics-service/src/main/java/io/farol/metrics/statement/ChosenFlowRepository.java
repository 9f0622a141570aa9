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
import org.jspecify.annotations.Nullable;

/** Reads flows of chosen accounts from their monthly changes; those by their lines are in {@link LineFlowRepository}. */
@ApplicationScoped
class ChosenFlowRepository {
    /**
     * Accounts that change their group while they are logos: {@code transfer (account_id, value, measure, month, mrr_e4, frozen_e4)} with what they have at the month's end; by days, since to
     * compute the months of all stretches costs most.
     */
    static final String TRANSFERS = """
            , border as (
                select account_id, value, month, measure, make_date((month + 1) / 12, (month + 1) % 12 + 1, 1) - 1 as on_day, make_date(month / 12, month % 12 + 1, 1) - 1 as day_before
                  from (select account_id, value, f as month, 'TRANSFER_IN' as measure from part where f > :first and f <= :last
                        union all
                        select account_id, value, t, 'TRANSFER_OUT' from part where t > :first and t <= :last) b),
            transfer as (
                select b.account_id, b.value, b.measure, b.month, sum(i.mrr_e4) filter (where i.until_day > b.on_day) as mrr_e4, sum(i.frozen_e4) filter (where i.until_day > b.on_day) as frozen_e4
                  from border b join account_interval i on i.account_id = b.account_id and i.from_day <= b.on_day and i.until_day > b.day_before
                 where i.tenant_id = :tenant and i.gen = :gen and i.from_day <= :lastDay and i.until_day > :firstDay and i.pos + 0 <= :position and i.pos_to > :position
                 group by b.account_id, b.value, b.measure, b.month
                having bool_or(i.until_day > b.on_day) and bool_or(i.from_day <= b.day_before))
            """;

    /**
     * Flows of chosen accounts after the first month, and what there is at its end, as if it had just come. An account that comes belongs to its group at this month's end, all others to that
     * of the month before.
     */
    private static final String FLOWS = """
            , stock as (
                select p.value, i.mrr_e4, i.frozen_e4
                  from part p join account_interval i on i.account_id = p.account_id
                 where p.f <= :first and :first < p.t and i.tenant_id = :tenant and i.gen = :gen and i.from_day <= :firstDay and i.until_day > :firstDay
                   and i.pos + 0 <= :position and i.pos_to > :position),
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
              from (select value, 'NEW' as measure, :first as month, sum(mrr_e4) as amount_e4, count(*) as n from stock group by 1
                    union all
                    select value, 'FROZEN', :first, sum(frozen_e4), count(*) from stock where frozen_e4 > 0 group by 1
                    union all
                    select p.value, f.kind, f.month, sum(f.amount_e4), count(*)
                      from flow f join part p on p.account_id = f.account_id and p.f <= f.counted_at and f.counted_at < p.t
                     group by 1, 2, 3
                    union all
                    select value, measure, month, sum(mrr_e4), count(*) from transfer group by 1, 2, 3
                    union all
                    select value, 'FROZEN', f, frozen_e4, 1 from frozen where f < t and f > :first and f <= :last
                    union all
                    select value, 'FROZEN', t, -frozen_e4, -1 from frozen where f < t and t > :first and t <= :last) d
             group by 1, 2, 3""";

    private static final String OF_TRANSFERS =
            "select value, measure, month, sum(mrr_e4)::bigint as amount_e4, count(*) as n from transfer group by 1, 2, 3";

    private final Jdbi jdbi;
    private final Populations populations;

    ChosenFlowRepository(Jdbi jdbi, Populations populations) {
        this.jdbi = jdbi;
        this.populations = populations;
    }

    /** Flows of chosen accounts by their groups; without a grouping there is one, {@code ""}. The first month holds what there is at its end, as NEW. */
    SortedMap<String, Flows> flows(
            Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy, int first, int last) {
        return read(viewpoint, populations.of(viewpoint, filter, groupBy), TRANSFERS + FLOWS, first, last);
    }

    /** Transfers to and from all chosen groups of one dimension together, after the first month. Only accounts that change their groups are looked at. */
    Flows transfers(Viewpoint viewpoint, AccountFilter filter, int first, int last) {
        return read(viewpoint, populations.ofMovers(filter), TRANSFERS + OF_TRANSFERS, first, last)
                .getOrDefault("", new Flows(first, last));
    }

    private SortedMap<String, Flows> read(Viewpoint viewpoint, Population population, String sql, int first, int last) {
        return jdbi.withHandle(handle -> FlowRepository.collect(
                population
                        .bind(handle.createQuery(population.with() + sql), viewpoint)
                        .bind("firstDay", Months.lastDayOf(first))
                        .bind("lastDay", Months.lastDayOf(last)),
                first,
                last));
    }
}
