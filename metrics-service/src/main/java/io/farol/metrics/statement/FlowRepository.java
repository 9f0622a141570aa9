package io.farol.metrics.statement;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Population;
import io.farol.metrics.viewpoint.Populations;
import io.farol.metrics.viewpoint.Viewpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads flows by group: those of all accounts from the ledger's cells, whose number does not grow with the accounts; those of chosen accounts from the monthly changes.
 * What was known at a position is read as what is known now less what was learnt since.
 */
@ApplicationScoped
class FlowRepository {
    private static final String TOTAL = "total";

    private static final String CELLS = """
            select d.value, d.measure, greatest(d.month, :first) as month, sum(d.amount_e4)::bigint as amount_e4, sum(d.n)::bigint as n
              from (select value, measure, month, amount_e4, n from cell
                     where tenant_id = :tenant and gen = :gen and dim = :dim and month <= :last %2$s
                    union all
                    %1$s
                    select l.value, replace(l.measure, '_' || :window, ''), l.month, -l.amount_e4, -l.n
                      from cell_log c cross join lateral unnest(c.dim, c.value, c.measure, c.month, c.amount_e4, c.n) as l (dim, value, measure, month, amount_e4, n)
                     where c.tenant_id = :tenant and c.gen = :gen and c.family = cell_family(:dim) and c.pos > :position and l.dim = :dim and l.month <= :last %3$s
                       and (l.measure not in ('NOW_1', 'MIN_1', 'INDEX_1', 'NOW_3', 'MIN_3', 'INDEX_3', 'NOW_6', 'MIN_6', 'INDEX_6', 'NOW_12', 'MIN_12', 'INDEX_12')
                            or l.measure in ('NOW_' || :window, 'MIN_' || :window, 'INDEX_' || :window))) d
             group by 1, 2, 3
            having sum(d.amount_e4) <> 0 or sum(d.n) <> 0""";

    private static final String WINDOW_CELLS = """
            select w.value, x.measure, w.month, x.amount_e4, x.n
              from window_cell w
              cross join lateral (values ('NOW', w.now_%1$d_e4, w.kept_%1$d), ('MIN', w.min_%1$d_e4, 0), ('INDEX', w.index_%1$d_e4, 0)) as x (measure, amount_e4, n)
             where w.tenant_id = :tenant and w.gen = :gen and w.dim = :dim and w.month <= :last %2$s
            union all""";

    private static final String OF_VALUES = " and value = any(:values)";

    /**
     * Flows of chosen accounts after the first month, and what there is at its end, as if it had just come. An account that comes belongs to its group at this month's end, all others to that
     * of the month before.
     */
    private static final String CHOSEN = """
            , stock as (
                select p.value, i.mrr_e4, i.frozen_e4
                  from part p join account_interval i on i.account_id = p.account_id
                 where p.f <= :first and :first < p.t and i.tenant_id = :tenant and i.gen = :gen and i.from_day <= :firstDay and i.until_day > :firstDay
                   and i.pos + 0 <= :position and i.pos_to > :position),
            flow as (
                select c.account_id, c.month, c.kind, c.amount_e4,
                       c.month - case when c.kind in ('NEW', 'REACTIVATION')
                                        or c.kind = 'FREEZE' and c.opening_e4 = 0 and (select true from month_change x
                                               where x.tenant_id = :tenant and x.gen = :gen and x.account_id = c.account_id and x.month = c.month
                                                 and x.kind in ('NEW', 'REACTIVATION') and x.pos + 0 <= :position and x.pos_to > :position limit 1)
                                      then 0 else 1 end as counted_at
                  from month_change c
                 where c.tenant_id = :tenant and c.gen = :gen and c.month > :first and c.month <= :last and c.pos + 0 <= :position and c.pos_to > :position),
            border as materialized (
                select account_id, value, f as month, 'TRANSFER_IN' as measure from part where f > :first and f <= :last
                union all
                select account_id, value, t, 'TRANSFER_OUT' from part where t > :first and t <= :last),
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
                    select b.value, b.measure, b.month, c.mrr_e4, 1
                      from border b
                     cross join lateral (select mrr_e4 from account_interval i where i.tenant_id = :tenant and i.gen = :gen and i.account_id = b.account_id and i.pos + 0 <= :position
                              and i.pos_to > :position and farol_month(i.from_day) <= b.month and b.month < farol_month(i.until_day) limit 1) c
                     cross join lateral (select true from account_interval i where i.tenant_id = :tenant and i.gen = :gen and i.account_id = b.account_id and i.pos + 0 <= :position
                              and i.pos_to > :position and farol_month(i.from_day) <= b.month - 1 and b.month - 1 < farol_month(i.until_day) limit 1) o
                    union all
                    select value, 'FROZEN', f, frozen_e4, 1 from frozen where f < t and f > :first and f <= :last
                    union all
                    select value, 'FROZEN', t, -frozen_e4, -1 from frozen where f < t and t > :first and t <= :last) d
             group by 1, 2, 3""";

    private static final String BELIEVED_UNCONVERTED =
            " l.tenant_id = :tenant and l.gen = :gen and l.mrr_rc_e4 is null and l.mrr_e4 <> 0 and l.pos + 0 <= :position and l.pos_to > :position";

    private static final String HAS_UNCONVERTED =
            "select exists (select 1 from line_piece l where" + BELIEVED_UNCONVERTED + ")";

    private static final String UNCONVERTED = "select (select count(distinct l.line_id) from line_piece l where"
            + BELIEVED_UNCONVERTED
            + "%s and l.from_day <= s.to_day and l.until_day > s.from_day)"
            + " from unnest(cast(:from as date[]), cast(:to as date[])) with ordinality as s (from_day, to_day, nr) order by s.nr";

    private final Jdbi jdbi;
    private final Populations populations;

    FlowRepository(Jdbi jdbi, Populations populations) {
        this.jdbi = jdbi;
        this.populations = populations;
    }

    /** Flows of all accounts, one group. @param window length of the window whose sums are wanted too; 0 = none */
    Flows total(Viewpoint viewpoint, int first, int last, int window) {
        return cells(viewpoint, TOTAL, null, first, last, window).getOrDefault("", new Flows(first, last));
    }

    /** Flows as the ledger keeps them, by the values of a dimension. @param values null = all */
    SortedMap<String, Flows> cells(
            Viewpoint viewpoint, String dim, @Nullable Collection<String> values, int first, int last, int window) {
        String ofValue = values == null ? "" : OF_VALUES;
        String sql = CELLS.formatted(
                window == 0 ? "" : WINDOW_CELLS.formatted(window, ofValue),
                ofValue,
                values == null ? "" : " and l.value = any(:values)");
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql)
                    .bindMap(viewpoint.binds())
                    .bind("dim", dim)
                    .bind("window", String.valueOf(window));
            return collect(values == null ? query : query.bind("values", values.toArray(String[]::new)), first, last);
        });
    }

    /** Flows of chosen accounts by their groups; without a grouping there is one, {@code ""}. The first month holds what there is at its end, as NEW. */
    SortedMap<String, Flows> chosen(
            Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy, int first, int last) {
        Population population = populations.of(viewpoint, filter, groupBy);
        return jdbi.withHandle(handle -> collect(
                population
                        .bind(handle.createQuery(population.with() + CHOSEN), viewpoint)
                        .bind("firstDay", Months.lastDayOf(first)),
                first,
                last));
    }

    private static SortedMap<String, Flows> collect(Query query, int first, int last) {
        SortedMap<String, Flows> byValue = new TreeMap<>();
        query.bind("first", first)
                .bind("last", last)
                .map((row, context) -> {
                    byValue.computeIfAbsent(row.getString("value"), value -> new Flows(first, last))
                            .add(
                                    Measure.valueOf(row.getString("measure")),
                                    row.getInt("month"),
                                    row.getLong("amount_e4"),
                                    row.getLong("n"));
                    return true;
                })
                .list();
        return byValue;
    }

    /** Numbers of lines without an exchange rate that run at some time in each of some spans of days. Almost always there are none at all, which is looked at first. */
    List<Long> unconvertedLines(Viewpoint viewpoint, AccountFilter filter, List<DaySpan> spans) {
        return jdbi.withHandle(handle -> {
            boolean hasAny = handle.createQuery(HAS_UNCONVERTED)
                    .bindMap(viewpoint.binds())
                    .mapTo(Boolean.class)
                    .one();
            if (!hasAny) {
                return Collections.nCopies(spans.size(), 0L);
            }
            Population population = Population.inside(filter, null);
            return population
                    .bind(
                            handle.createQuery((filter.isAll() ? "" : population.with())
                                    + UNCONVERTED.formatted(
                                            filter.isAll()
                                                    ? ""
                                                    : " and l.account_id in (select account_id from part)")),
                            viewpoint)
                    .bind("from", days(spans, DaySpan::from))
                    .bind("to", days(spans, DaySpan::to))
                    .mapTo(Long.class)
                    .list();
        });
    }

    /** Days, both inclusive. */
    record DaySpan(LocalDate from, LocalDate to) {}

    private static String days(List<DaySpan> spans, Function<DaySpan, LocalDate> day) {
        return spans.stream().map(day).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
