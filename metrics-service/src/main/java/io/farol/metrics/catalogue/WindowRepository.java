package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Months;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Reads what became over windows of those who were there at their start, where the ledger's cells do not say it: of chosen accounts, and of the lines of a product or term. */
@ApplicationScoped
class WindowRepository {
    /**
     * Two account stretches make a pair (then, now) in the months in which they lie a window apart. The stretches are cut to months once, before they are joined, since computing months is what
     * costs most. kind || '', so that PostgreSQL looks for an account's months by account, not by kind in each month.
     */
    private static final String STEPS = """
            , stretch as materialized (
                select account_id, f, t, mrr_e4, frozen_e4
                  from (select i.account_id, farol_month(i.from_day) as f, farol_month(i.until_day) as t, i.mrr_e4, i.frozen_e4
                          from account_interval i
                         where i.account_id in (select account_id from part) and i.from_day <= :lastDay and i.until_day > :firstStartDay %1$s offset 0) i
                 where f < t),
            at_start as materialized (
                select account_id, value, mrr_e4, f, t
                  from (select s.account_id, p.value, s.mrr_e4, greatest(p.f, s.f, :firstMonth - :window) + :window as f, least(p.t, s.t, :lastMonth - :window + 1) + :window as t
                          from part p join stretch s on s.account_id = p.account_id) a
                 where f < t),
            pair as materialized (
                select account_id, value, f, t, then_e4, now_e4, frozen_e4
                  from (select s.account_id, s.value, greatest(s.f, e.f) as f, least(s.t, e.t) as t, s.mrr_e4 as then_e4, e.mrr_e4 as now_e4, e.frozen_e4
                          from at_start s join stretch e on e.account_id = s.account_id and s.f < e.t and e.f < s.t) p
                 where f < t),
            indexed as (
                select value, f, t, amount_e4
                  from (select p.value, greatest(p.f, r.month) as f, least(p.t, r.month + :window) as t, r.amount_e4
                          from month_change r join pair p on p.account_id = r.account_id and p.then_e4 > 0 and p.now_e4 > 0
                         where r.kind || '' = 'READJUSTMENT' and r.month > :firstMonth - :window and r.month <= :lastMonth %2$s) i
                 where f < t),
            span as (
                select value, f, t, mrr_e4 as then_e4, 1 as logos, (mrr_e4 > 0)::int as paying, 0 as now_e4, 0 as min_e4, 0 as now_frozen_e4, 0 as min_frozen_e4, 0 as kept, 0 as index_e4 from at_start
                union all
                select value, f, t, 0, 0, 0, case when then_e4 > 0 then now_e4 else 0 end, least(then_e4, now_e4), case when then_e4 > 0 then frozen_e4 else 0 end, least(then_e4, frozen_e4), 1, 0 from pair
                union all
                select value, f, t, 0, 0, 0, 0, 0, 0, 0, 0, amount_e4 from indexed)
            select value, f, t, sum(then_e4)::bigint as then_e4, sum(logos)::bigint as logos, sum(paying)::bigint as paying, sum(now_e4)::bigint as now_e4, sum(min_e4)::bigint as min_e4,
                   sum(now_frozen_e4)::bigint as now_frozen_e4, sum(min_frozen_e4)::bigint as min_frozen_e4, sum(kept)::bigint as kept, sum(index_e4)::bigint as index_e4
              from span group by 1, 2, 3""";

    private final Jdbi jdbi;

    WindowRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Reads what the windows that end with the periods have. */
    void read(Scope scope, Facts facts) {
        if (scope.isByLines()) {
            byLines(scope, facts);
        } else {
            facts.putWindows(spans(scope));
        }
    }

    /** What the windows that end in some months, {@code from <= month < until}, all have. */
    record WindowSpan(String group, int from, int until, List<Amount> amounts) {}

    /** A part of a sum. */
    record Amount(Column column, long amount) {}

    /** What became of chosen accounts over the windows that end in the periods' last months, as parts of sums. */
    private List<WindowSpan> spans(Scope scope) {
        int firstMonth = scope.periods().getFirst().last();
        return jdbi.withHandle(handle -> scope.bind(handle.createQuery(
                        scope.with() + STEPS.formatted(FactRepository.believed("i"), FactRepository.believed("r"))))
                .bind("window", scope.window())
                .bind("firstMonth", firstMonth)
                .bind("lastMonth", scope.last())
                .bind("lastDay", Months.lastDayOf(scope.last()))
                .bind("firstStartDay", Months.lastDayOf(firstMonth - scope.window()))
                .map((row, context) -> new WindowSpan(
                        row.getString("value"),
                        row.getInt("f"),
                        row.getInt("t"),
                        List.of(
                                new Amount(Column.THEN, row.getLong("then_e4")),
                                new Amount(Column.LOGOS_AT_START, row.getLong("logos")),
                                new Amount(Column.PAYING_AT_START, row.getLong("paying")),
                                new Amount(Column.NOW, row.getLong("now_e4")),
                                new Amount(Column.MIN, row.getLong("min_e4")),
                                new Amount(Column.NOW_FROZEN, row.getLong("now_frozen_e4")),
                                new Amount(Column.MIN_FROZEN, row.getLong("min_frozen_e4")),
                                new Amount(Column.LOGOS_KEPT, row.getLong("kept")),
                                new Amount(Column.INDEX, row.getLong("index_e4")))))
                .list());
    }

    /** What became, over each window, of the lines of a product or term that an account had at its start. A readjustment counts by its line, where the account is billed for the group at both ends. */
    private void byLines(Scope scope, Facts facts) {
        String lines = """
                select x.month, x.start_month, %s as value, l.account_id, sum(case when i.mrr_e4 > 0 then l.mrr_rc_e4 else 0 end) as mrr_e4
                  from period x join line_piece l on %s %s and l.mrr_rc_e4 > 0
                  join account_interval i on i.account_id = l.account_id and %s %s %s group by 1, 2, 3, 4""";
        String start = lines.formatted(
                scope.value("l"),
                FactRepository.onDay("l", "x.start_day"),
                FactRepository.believed("l"),
                FactRepository.onDay("i", "x.start_day"),
                FactRepository.believed("i"),
                scope.join("l.account_id", "x.start_month"));
        String end = lines.formatted(
                scope.value("l"),
                FactRepository.onDay("l", "x.on_day"),
                FactRepository.believed("l"),
                FactRepository.onDay("i", "x.on_day"),
                FactRepository.believed("i"),
                scope.isWhole() ? "" : " and l.account_id in (select account_id from part)");
        String sql =
                """
                , at_start as (%1$s), at_end as (%2$s),
                pair as (select s.month, s.start_month, s.value, s.account_id, s.mrr_e4 as then_e4, e.mrr_e4 as now_e4, e.account_id is not null as is_kept
                           from at_start s left join at_end e on e.month = s.month and e.value = s.value and e.account_id = s.account_id),
                step as (select %3$s as value, l.account_id, farol_month(l.from_day) as month, sum(l.mrr_rc_e4 - p.mrr_rc_e4) as amount_e4
                           from line_piece l
                           join line_piece p on p.line_id = l.line_id and p.until_day = l.from_day %4$s
                          where l.change_kind = 'READJUSTMENT' %5$s group by 1, 2, 3)
                select month, value, coalesce(sum(then_e4), 0)::bigint as then_e4, coalesce(sum(now_e4) filter (where then_e4 > 0), 0)::bigint as now_e4,
                       coalesce(sum(least(then_e4, now_e4)), 0)::bigint as min_e4, count(*) filter (where is_kept) as kept, count(*) as started,
                       count(*) filter (where then_e4 > 0) as paying,
                       coalesce(sum((select sum(r.amount_e4) from step r where r.value = pair.value and r.account_id = pair.account_id and r.month > pair.start_month and r.month <= pair.month))
                            filter (where then_e4 > 0 and now_e4 > 0), 0)::bigint as index_e4
                  from pair group by 1, 2""".formatted(start, end, scope.value("l"), FactRepository.believed("p"), FactRepository.believed("l"));
        FactRepository.read(jdbi, scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.THEN, row.getLong("then_e4"))
                .put(Column.NOW, row.getLong("now_e4"))
                .put(Column.MIN, row.getLong("min_e4"))
                .put(Column.LOGOS_KEPT, row.getLong("kept"))
                .put(Column.LOGOS_AT_START, row.getLong("started"))
                .put(Column.PAYING_AT_START, row.getLong("paying"))
                .put(Column.INDEX, row.getLong("index_e4")));
    }
}
