package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Months;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Reads what became over windows of those who were there at their start, where the ledger's cells do not say it: of chosen accounts, and of the lines of a product or term. */
@ApplicationScoped
class WindowRepository {
    /** Stretches of accounts, cut to months once, before they are joined, since computing months is what costs most. */
    private static final String OF_ACCOUNTS = """
            , stretch as materialized (
                select account_id, '' as line_value, f, t, mrr_e4, frozen_e4
                  from (select i.account_id, farol_month(i.from_day) as f, farol_month(i.until_day) as t, i.mrr_e4, i.frozen_e4
                          from account_interval i
                         where i.account_id in (select account_id from part) and i.from_day <= :lastDay and i.until_day > :firstStartDay %1$s offset 0) i
                 where f < t),
            index_step as (
                select r.account_id, '' as line_value, r.month, r.amount_e4
                  from month_change r
                 where r.kind || '' = 'READJUSTMENT' and r.month > :firstMonth - :window and r.month <= :lastMonth %2$s)
            """;

    /** The same of the lines of a product or term that an account has; while its billing is suspended they are worth 0. A readjustment counts by its line. */
    private static final String OF_LINES = """
            , piece as materialized (
                select l.account_id, %4$s as line_value, farol_month(l.from_day) as f, farol_month(l.until_day) as t, l.mrr_rc_e4 as mrr_e4
                  from line_piece l where l.mrr_rc_e4 > 0 and l.from_day <= :lastDay and l.until_day > :firstStartDay %3$s %6$s offset 0),
            edge as (
                select account_id, line_value, f as month, mrr_e4 from piece where f < t
                union all
                select account_id, line_value, t, -mrr_e4 from piece where f < t),
            balance as (
                select account_id, line_value, month as f, lead(month) over held as t, (sum(sum(mrr_e4)) over held)::bigint as mrr_e4
                  from edge group by account_id, line_value, month
                window held as (partition by account_id, line_value order by month)),
            suspension as materialized (
                select i.account_id, farol_month(i.from_day) as f, farol_month(i.until_day) as t, i.frozen_e4 > 0 as is_frozen
                  from account_interval i
                 where i.account_id in (select z.account_id from account_interval z where z.frozen_e4 > 0 %5$s) %1$s),
            stretch as materialized (
                select account_id, line_value, f, t, mrr_e4, 0 as frozen_e4
                  from balance b where mrr_e4 > 0 and not exists (select 1 from suspension z where z.account_id = b.account_id)
                union all
                select b.account_id, b.line_value, greatest(b.f, z.f), least(b.t, z.t), case when z.is_frozen then 0 else b.mrr_e4 end, 0
                  from balance b join suspension z on z.account_id = b.account_id and greatest(b.f, z.f) < least(b.t, z.t)
                 where b.mrr_e4 > 0),
            index_step as (
                select l.account_id, %4$s as line_value, farol_month(l.from_day) as month, l.mrr_rc_e4 - p.mrr_rc_e4 as amount_e4
                  from line_piece l join line_piece p on p.line_id = l.line_id and p.until_day = l.from_day %7$s
                 where l.change_kind = 'READJUSTMENT' %3$s %6$s)
            """;

    /** Two stretches make a pair (then, now) in the months in which they lie a window apart. */
    private static final String STEPS = """
            , at_start as materialized (
                select account_id, value, line_value, mrr_e4, f, t
                  from (select s.account_id, %1$s as value, s.line_value, s.mrr_e4, greatest(%2$s s.f, :firstMonth - :window) + :window as f,
                               least(%3$s s.t, :lastMonth - :window + 1) + :window as t
                          from stretch s %4$s) a
                 where f < t),
            pair as materialized (
                select account_id, value, line_value, f, t, then_e4, now_e4, frozen_e4
                  from (select s.account_id, s.value, s.line_value, greatest(s.f, e.f) as f, least(s.t, e.t) as t, s.mrr_e4 as then_e4, e.mrr_e4 as now_e4, e.frozen_e4
                          from at_start s join stretch e on e.account_id = s.account_id and e.line_value = s.line_value and s.f < e.t and e.f < s.t) p
                 where f < t),
            indexed as (
                select value, f, t, amount_e4
                  from (select p.value, greatest(p.f, r.month) as f, least(p.t, r.month + :window) as t, r.amount_e4
                          from index_step r join pair p on p.account_id = r.account_id and p.line_value = r.line_value and p.then_e4 > 0 and p.now_e4 > 0) i
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
        facts.putWindows(spans(scope));
    }

    /** What the windows that end in some months, {@code from <= month < until}, all have. */
    record WindowSpan(String group, int from, int until, List<Amount> amounts) {}

    /** A part of a sum. */
    record Amount(Column column, long amount) {}

    private static String sql(Scope scope) {
        String believed = FactRepository.believed("i");
        String stretches = scope.isByLines()
                ? OF_LINES.formatted(
                        believed,
                        "",
                        FactRepository.believed("l"),
                        scope.value("l"),
                        FactRepository.believed("z"),
                        scope.isWhole() ? "" : "and l.account_id in (select account_id from part)",
                        FactRepository.believed("p"))
                : OF_ACCOUNTS.formatted(believed, FactRepository.believed("r"));
        return scope.with()
                + stretches
                + STEPS.formatted(
                        scope.isByLines() ? "s.line_value" : "p.value",
                        scope.isWhole() ? "" : "p.f,",
                        scope.isWhole() ? "" : "p.t,",
                        scope.isWhole() ? "" : "join part p on p.account_id = s.account_id");
    }

    /** What became of chosen accounts over the windows that end in the periods' last months, as parts of sums. */
    private List<WindowSpan> spans(Scope scope) {
        int firstMonth = scope.periods().getFirst().last();
        return jdbi.withHandle(handle -> scope.bind(handle.createQuery(sql(scope)))
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
}
