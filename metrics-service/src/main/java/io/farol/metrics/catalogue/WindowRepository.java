package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Months;
import io.farol.metrics.viewpoint.Population;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Reads what became over windows of those who were there at their start, where the ledger's cells do not say it: of chosen accounts, and of the lines of a product or term. */
@ApplicationScoped
class WindowRepository {
    /** Stretches of accounts, once for each group they are in, cut to months once, before they are paired, since computing months is what costs most. */
    private static final String OF_ACCOUNTS = """
            , stretch as materialized (
                select account_id, '' as line_value, value, part_f, part_t, f, t, mrr_e4, frozen_e4
                  from (select i.account_id, p.value, p.f as part_f, p.t as part_t, farol_month(i.from_day) as f, farol_month(i.until_day) as t, i.mrr_e4, i.frozen_e4
                          from account_interval i join part p on p.account_id = i.account_id
                         where i.from_day <= :lastDay and i.until_day > :firstStartDay %1$s offset 0) i
                 where f < t),
            index_step as (
                select r.account_id, '' as line_value, r.month, r.amount_e4
                  from month_change r
                 where r.kind || '' = 'READJUSTMENT' and r.month > :firstMonth - :window and r.month <= :lastMonth %2$s)
            """;

    /**
     * The same of the lines of a product or term that an account has; while its billing is suspended they are worth 0. Most are one piece, which is its own balance. Products are compared by
     * their ids, as texts only when all is summed.
     */
    private static final String OF_LINES = """
            , piece as materialized (
                select l.account_id, %4$s as line_value, farol_month(l.from_day) as f, farol_month(l.until_day) as t, l.mrr_rc_e4 as mrr_e4
                  from line_piece l where l.mrr_rc_e4 > 0 and l.from_day <= :lastDay and l.until_day > :firstStartDay %3$s %6$s offset 0),
            single as materialized (
                select account_id, line_value, min(f) as f, max(t) as t, max(mrr_e4) as mrr_e4, count(*) as pieces from piece where f < t group by account_id, line_value),
            several as (
                select p.* from piece p join single s on s.account_id = p.account_id and s.line_value = p.line_value and s.pieces > 1 where p.f < p.t),
            edge as (
                select account_id, line_value, f as month, mrr_e4 from several
                union all
                select account_id, line_value, t, -mrr_e4 from several),
            balance as (
                select account_id, line_value, f, t, mrr_e4 from single where pieces = 1
                union all
                select * from (
                    select account_id, line_value, month as f, lead(month) over held as t, (sum(sum(mrr_e4)) over held)::bigint as mrr_e4
                      from edge group by account_id, line_value, month
                    window held as (partition by account_id, line_value order by month)) b where mrr_e4 > 0),
            suspension as materialized (
                select i.account_id, farol_month(i.from_day) as f, farol_month(i.until_day) as t, i.frozen_e4 > 0 as is_frozen
                  from account_interval i
                 where i.account_id in (select z.account_id from account_interval z where z.frozen_e4 > 0 %5$s) %1$s),
            stretch as materialized (
                select b.account_id, b.line_value, greatest(b.f, z.f) as f, least(b.t, z.t) as t, case when z.is_frozen then 0 else b.mrr_e4 end as mrr_e4, 0 as frozen_e4
                  from balance b left join suspension z on z.account_id = b.account_id
                 where z.account_id is null or greatest(b.f, z.f) < least(b.t, z.t)),
            index_step as (
                select l.account_id, %4$s as line_value, farol_month(l.from_day) as month, coalesce(l.mrr_rc_e4, 0) - coalesce(p.mrr_rc_e4, 0) as amount_e4
                  from line_piece l
                 cross join lateral (select p.mrr_rc_e4, p.from_day from line_piece p where p.line_id = l.line_id and p.until_day = l.from_day %7$s limit 1) p
                 cross join lateral (select make_date(date_part('year', l.from_day)::integer, date_part('month', l.from_day)::integer, 1) as starts_on) m
                 where l.change_kind = 'READJUSTMENT' and l.from_day > :firstStartDay and l.from_day <= :lastDay %3$s %6$s
                   and (p.mrr_rc_e4 > 0 or %8$s) and (l.mrr_rc_e4 > 0 or %9$s)
                   and (p.mrr_rc_e4 > 0 and p.from_day < m.starts_on or %10$s)
                   and (l.mrr_rc_e4 > 0 and l.until_day >= m.starts_on + interval '1 month' or %11$s))
            """;

    /** Readjustments count on days and in months through which the account stays. */
    private static final String IS_THERE =
            "exists (select 1 from account_interval i where i.account_id = l.account_id and i.from_day <= %1$s and i.until_day > %1$s %2$s)";

    /** Two stretches make a pair (then, now) in the months in which they lie a window apart. */
    private static final String STEPS = """
            , at_start as materialized (
                select account_id, value, line_value, part_f, mrr_e4, f, t
                  from (select s.account_id, %1$s as value, s.line_value, %6$s as part_f, s.mrr_e4, greatest(%2$s s.f, :firstMonth - :window) + :window as f,
                               least(%3$s s.t, :lastMonth - :window + 1) + :window as t
                          from stretch s %4$s) a
                 where f < t),
            pair as %5$s (
                select account_id, value, line_value, f, t, then_e4, now_e4, frozen_e4
                  from (select s.account_id, s.value, s.line_value, greatest(s.f, e.f) as f, least(s.t, e.t) as t, s.mrr_e4 as then_e4, e.mrr_e4 as now_e4, e.frozen_e4
                          from at_start s join stretch e on e.account_id = s.account_id and %7$s and s.f < e.t and e.f < s.t) p
                 where f < t)
            select value::text as value, f, t, sum(mrr_e4)::bigint as then_e4, count(*) as logos, count(*) filter (where mrr_e4 > 0) as paying, 0::bigint as now_e4, 0::bigint as min_e4,
                   0::bigint as now_frozen_e4, 0::bigint as min_frozen_e4, 0::bigint as kept, 0::bigint as index_e4
              from at_start a group by a.value, f, t
            union all
            select value::text, f, t, 0, 0, 0, coalesce(sum(now_e4) filter (where then_e4 > 0), 0)::bigint, sum(least(then_e4, now_e4))::bigint,
                   coalesce(sum(frozen_e4) filter (where then_e4 > 0), 0)::bigint, sum(least(then_e4, frozen_e4))::bigint, count(*), 0
              from pair p group by p.value, f, t""";

    private static final String INDEXED = """

            union all
            select value::text, f, t, 0, 0, 0, 0, 0, 0, 0, 0, sum(amount_e4)::bigint
              from (select p.value, greatest(p.f, r.month) as f, least(p.t, r.month + :window) as t, r.amount_e4
                      from index_step r join pair p on p.account_id = r.account_id and p.line_value = r.line_value and p.then_e4 > 0 and p.now_e4 > 0) i
             where f < t group by i.value, f, t""";

    /** How many pairs lines make is not known before: none is looked for one by one. Ends with the transaction. */
    private static final String PAIRS_AT_ONCE = "select set_config('enable_nestloop', 'off', true)";

    private final Jdbi jdbi;

    WindowRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Reads what the windows that end with the periods have. */
    void read(Scope scope, Formula formula, Facts facts) {
        facts.putWindows(spans(scope, formula.columns().contains(Column.INDEX)));
    }

    /** What the windows that end in some months, {@code from <= month < until}, all have. */
    record WindowSpan(String group, int from, int until, List<Amount> amounts) {}

    /** A part of a sum. */
    record Amount(Column column, long amount) {}

    private static String sql(Scope scope, boolean isIndexed) {
        String believed = FactRepository.believed("i");
        String stretches = scope.isByLines()
                ? OF_LINES.formatted(
                        believed,
                        "",
                        FactRepository.believed("l"),
                        scope.lineColumn("l"),
                        FactRepository.believed("z"),
                        scope.isWhole() ? "" : "and l.account_id in (select account_id from part)",
                        FactRepository.believed("p"),
                        IS_THERE.formatted("l.from_day - 1", believed),
                        IS_THERE.formatted("l.from_day", believed),
                        IS_THERE.formatted("m.starts_on - 1", believed),
                        IS_THERE.formatted("(m.starts_on + interval '1 month')::date - 1", believed))
                : OF_ACCOUNTS.formatted(believed, FactRepository.believed("r"));
        String steps = scope.isByLines()
                ? STEPS.formatted(
                        "s.line_value",
                        scope.isWhole() ? "" : "p.f,",
                        scope.isWhole() ? "" : "p.t,",
                        scope.isWhole() ? "" : "join part p on p.account_id = s.account_id",
                        isIndexed ? "materialized" : "not materialized",
                        "0",
                        "e.line_value = s.line_value")
                : STEPS.formatted(
                        "s.value",
                        "s.part_f,",
                        "s.part_t,",
                        "",
                        isIndexed ? "materialized" : "not materialized",
                        "s.part_f",
                        "e.part_f = s.part_f");
        return scope.with() + stretches + steps + (isIndexed ? INDEXED : "");
    }

    /** What became of chosen accounts over the windows that end in the periods' last months, as parts of sums. */
    private List<WindowSpan> spans(Scope scope, boolean isIndexed) {
        if (scope.isByLines()) {
            jdbi.useHandle(handle ->
                    handle.createQuery(PAIRS_AT_ONCE).mapTo(String.class).list());
        }
        int firstMonth = scope.periods().getFirst().last();
        int firstStart = firstMonth - scope.window();
        return jdbi.withHandle(handle -> Population.within(
                        scope.bind(handle.createQuery(sql(scope, isIndexed))),
                        firstStart,
                        scope.last() - scope.window())
                .bind("window", scope.window())
                .bind("firstMonth", firstMonth)
                .bind("lastMonth", scope.last())
                .bind("lastDay", Months.lastDayOf(scope.last()))
                .bind("firstStartDay", Months.lastDayOf(firstStart))
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
