package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Months;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Reads what sums of flows cannot say: accounts, lines and contracts at the ends of periods. */
@ApplicationScoped
class FactRepository {
    /** Believed rows of a table of the ledger. */
    private static final String BELIEVED =
            " and %1$s.tenant_id = :tenant and %1$s.gen = :gen and %1$s.pos <= :position and %1$s.pos_to > :position ";

    private static final String ON_DAY = " %1$s.from_day <= %2$s and %1$s.until_day > %2$s ";

    private final Jdbi jdbi;

    FactRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Takes one row of a result: the group, the number of the month at whose end the period closes, and the rest. */
    @FunctionalInterface
    interface Row {
        void take(String group, int month, ResultSet columns) throws SQLException;
    }

    static String believed(String alias) {
        return BELIEVED.formatted(alias);
    }

    static String onDay(String alias, String day) {
        return ON_DAY.formatted(alias, day);
    }

    private void read(Scope scope, String sql, Row row) {
        jdbi.useHandle(handle -> scope.bind(handle.createQuery(scope.with() + sql))
                .map((columns, context) -> {
                    row.take(columns.getString("value"), columns.getInt("month"), columns);
                    return true;
                })
                .list());
    }

    /** How tickets spread: median and standard deviation / mean. */
    void spread(Scope scope, Facts facts) {
        String tickets = scope.isByLines()
                ? """
                        select x.month, %s as value, l.account_id, sum(l.mrr_rc_e4) as mrr_e4
                          from period x join line_piece l on %s %s and l.mrr_rc_e4 > 0
                          join account_interval i on i.account_id = l.account_id and %s %s and i.mrr_e4 > 0
                         group by 1, 2, 3""".formatted(
                        scope.value("l"), onDay("l", "x.on_day"), believed("l"), onDay("i", "x.on_day"), believed("i"))
                : """
                        select x.month, %s as value, i.account_id, i.mrr_e4
                          from period x join account_interval i on %s %s and i.mrr_e4 > 0 %s""".formatted(
                        scope.value(""), onDay("i", "x.on_day"), believed("i"), scope.join("i.account_id", "x.month"));
        read(
                scope,
                "select month, value, round((percentile_cont(0.5) within group (order by mrr_e4))::numeric) as median, stddev_pop(mrr_e4) / avg(mrr_e4) as variation from ("
                        + tickets + ") t group by 1, 2",
                (group, month, row) -> facts.of(group, month)
                        .spread(new PeriodFacts.Spread(
                                BigDecimal.valueOf(row.getBigDecimal("median").longValue(), 4),
                                row.getBigDecimal("variation"))));
    }

    /**
     * Accounts by months of life, as changes by month. While an account is there its life grows: it is told by the month at whose end it would have begun without gaps; when it has ended,
     * by its length. Read from the months in which accounts come and go, in one pass, whatever the number of periods: with each coming as minus its month and each going as plus, their sum is
     * minus the month of an unbroken life's beginning, or the life's length.
     */
    void lives(Scope scope, Facts facts) {
        String sql = """
                , state as (
                    select c.account_id, c.kind = 'CHURN' as is_ended, c.month as f, lead(c.month, 1, :lastMonth + 1) over account as t,
                           abs(sum(case when c.kind = 'CHURN' then c.month else -c.month end) over account)::int as key
                      from month_change c where c.kind in ('NEW', 'REACTIVATION', 'CHURN') and c.month <= :lastMonth %1$s
                    window account as (partition by c.account_id order by c.month))
                select value, is_ended, key, month, sum(n)::bigint as accounts
                  from (%2$s) p cross join lateral (values (f, 1), (t, -1)) d (month, n)
                 where f < t and month <= :lastMonth group by 1, 2, 3, 4 having sum(n) <> 0""".formatted(
                        believed("c"),
                        scope.isWhole()
                                ? "select cast('' as text) as value, is_ended, key, f, t from state"
                                : "select p.value, s.is_ended, s.key, greatest(s.f, p.f) as f, least(s.t, p.t) as t from state s join part p on p.account_id = s.account_id");
        jdbi.useHandle(handle -> scope.bind(handle.createQuery(scope.with() + sql))
                .bind("lastMonth", scope.last())
                .map((row, context) -> {
                    facts.addLives(
                            row.getString("value"),
                            row.getInt("month"),
                            row.getBoolean("is_ended"),
                            row.getInt("key"),
                            row.getLong("accounts"));
                    return true;
                })
                .list());
    }

    /** Suspended MRR at the end of those with MRR at the window's start, in the group of then. */
    void frozen(Scope scope, Facts facts) {
        if (scope.isByLines()) {
            return;
        }
        String sql = """
                select x.month, %s as value, sum(i.frozen_e4)::bigint as now_frozen, sum(least(i.frozen_e4, s.mrr_e4))::bigint as min_frozen
                  from period x join account_interval i on i.frozen_e4 > 0 and %s %s
                  join account_interval s on s.account_id = i.account_id and s.mrr_e4 > 0 and %s %s %s
                 group by 1, 2""".formatted(
                        scope.value(""),
                        onDay("i", "x.on_day"),
                        believed("i"),
                        onDay("s", "x.start_day"),
                        believed("s"),
                        scope.join("i.account_id", "x.start_month"));
        read(scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.NOW_FROZEN, row.getLong("now_frozen"))
                .put(Column.MIN_FROZEN, row.getLong("min_frozen")));
    }

    /** What windows lack when suspended MRR counts as if it were billed: of accounts that are frozen at one of the ends, and were there at the start. */
    void suspended(Scope scope, Facts facts) {
        if (scope.isByLines()) {
            return;
        }
        String sql = """
                select x.month, %1$s as value, sum(s.frozen_e4)::bigint as frozen_at_start,
                       sum(coalesce(e.mrr_e4 + e.frozen_e4, 0) - case when s.mrr_e4 > 0 then coalesce(e.mrr_e4, 0) else 0 end)::bigint as now_suspended,
                       sum(least(s.mrr_e4 + s.frozen_e4, coalesce(e.mrr_e4 + e.frozen_e4, 0)) - least(s.mrr_e4, coalesce(e.mrr_e4, 0)))::bigint as min_suspended,
                       coalesce(sum((select sum(c.amount_e4) from month_change c where c.account_id = s.account_id and c.kind = 'READJUSTMENT' and c.month > x.start_month and c.month <= x.month %5$s))
                            filter (where e.account_id is not null), 0)::bigint as index_suspended
                  from period x
                 cross join (select distinct i.account_id from account_interval i where i.frozen_e4 > 0 %2$s) f
                  join account_interval s on s.account_id = f.account_id and %3$s %4$s
                  left join account_interval e on e.account_id = f.account_id and %6$s %7$s
                  %8$s
                 where s.frozen_e4 > 0 or e.frozen_e4 > 0
                 group by 1, 2""".formatted(
                        scope.value(""),
                        believed("i"),
                        onDay("s", "x.start_day"),
                        believed("s"),
                        believed("c"),
                        onDay("e", "x.on_day"),
                        believed("e"),
                        scope.join("s.account_id", "x.start_month"));
        read(scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.FROZEN_AT_START, row.getLong("frozen_at_start"))
                .put(Column.NOW_SUSPENDED, row.getLong("now_suspended"))
                .put(Column.MIN_SUSPENDED, row.getLong("min_suspended"))
                .put(Column.INDEX_SUSPENDED, row.getLong("index_suspended")));
    }

    /** MRR of lines that are served and whose end after today is known. */
    void scheduled(Scope scope, Facts facts) {
        String sql =
                "select t.month, t.value, sum(t.mrr_e4)::bigint as mrr_e4, count(distinct t.account_id) as accounts from (%s) t group by 1, 2"
                        .formatted(scheduledLines(scope));
        read(scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.SCHEDULED, row.getLong("mrr_e4"))
                .put(Column.SCHEDULED_COUNT, row.getLong("accounts")));
    }

    /** What ends after today is the same for all periods, and is looked for once; its account's billing may be suspended, then the line is frozen, not scheduled. */
    static String scheduledLines(Scope scope) {
        return """
                select x.month, %s as value, l.account_id, l.mrr_rc_e4 as mrr_e4
                  from period x
                  join (select l.account_id, l.from_day, l.until_day, l.mrr_rc_e4, l.product_id, l.term from line_piece l
                         where l.mrr_rc_e4 > 0 and l.until_day < '9999-12-31' and l.until_day > :asOf and l.from_day <= :lastServedDay %s %s
                           and not exists (select 1 from line_piece n where n.line_id = l.line_id and n.from_day = l.until_day %s) offset 0) l on %s %s
                 where not exists (select 1 from account_interval i where i.account_id = l.account_id and i.frozen_e4 > 0 and %s %s)""".formatted(
                        scope.value("l"),
                        believed("l"),
                        scope.isWhole() ? "" : " and l.account_id in (select account_id from part)",
                        believed("n"),
                        onDay("l", "x.served_day"),
                        scope.join("l.account_id", "x.month"),
                        onDay("i", "x.served_day"),
                        believed("i"));
    }

    /** Contracts under way, with their recurring value per year. */
    void contracts(Scope scope, Facts facts) {
        String sql =
                "select t.month, t.value, sum(round(t.value_e4))::bigint as value_e4, count(*) as contracts, count(distinct t.account_id) as accounts from (%s) t group by 1, 2"
                        .formatted(contractValues(scope));
        read(scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.CONTRACT_VALUE, row.getLong("value_e4"))
                .put(Column.CONTRACTS, row.getLong("contracts"))
                .put(Column.CONTRACT_ACCOUNTS, row.getLong("accounts")));
    }

    /**
     * Recurring value per year of each contract under way: 12 × the mean MRR over the term that the day is in, weighted by months; 12 × the day's MRR when the term is open. Renewed terms
     * follow one another from the contract's first day. offset 0 keeps PostgreSQL from computing a day's place on the scale of months anew wherever it is used.
     */
    static String contractValues(Scope scope) {
        return """
                select u.month, %1$s as value, u.account_id, u.contract_id,
                       12.0 * case when u.term_units is null then sum(u.mrr_rc_e4) filter (where %2$s)
                            else sum(u.mrr_rc_e4 * greatest(least(u.until_units, u.term_from + u.term_units) - greatest(u.from_units, u.term_from), 0)::numeric) / u.term_units end as value_e4
                  from (select x.month, x.on_day, t.*, t.start_units + (x.on_units - t.start_units) / t.term_units * t.term_units as term_from
                          from (select month, on_day, farol_month_units(on_day) as on_units from period) x
                          join (select t.*, farol_month_units(starts_on) as start_units, farol_month_units(from_day) as from_units, farol_month_units(until_day) as until_units,
                                       term_months * 377580::bigint as term_units
                                  from (select t.account_id, t.contract_id, l.from_day, l.until_day, l.mrr_rc_e4, l.product_id, l.term, min(t.starts_on) over contract as starts_on,
                                               max(t.term_months) over contract as term_months, max(l.until_day) over contract as last_day
                                          from line_term t
                                          left join line_piece l on l.line_id = t.line_id and l.from_day = t.starts_on %3$s
                                         where t.tenant_id = :tenant and t.pos <= :position and t.pos_to > :position %5$s
                                        window contract as (partition by t.contract_id) offset 0) t offset 0) t
                            on t.starts_on <= x.on_day and t.last_day > x.on_day offset 0) u %4$s
                 group by u.month, 2, u.account_id, u.contract_id, u.term_units
                having bool_or(%2$s and u.mrr_rc_e4 > 0)""".formatted(
                        scope.value("u"),
                        onDay("u", "u.on_day"),
                        believed("l"),
                        scope.join("u.account_id", "u.month"),
                        scope.isWhole() ? "" : " and t.account_id in (select account_id from part)");
    }

    /** What became of chosen accounts over the windows: differences by month of NOW, MIN, LOGOS_KEPT and INDEX, whose sums up to a month are its values. */
    List<WindowStep> windowSteps(Scope scope) {
        String sql = """
                , at_start as (
                    select i.account_id, %1$s as value, i.mrr_e4, %2$s + :window as f, %3$s + :window as t
                      from account_interval i %4$s
                     where i.from_day <= :lastStartDay and i.until_day > :firstStartDay %5$s),
                at_end as (
                    select i.account_id, i.mrr_e4, farol_month(i.from_day) as f, farol_month(i.until_day) as t
                      from account_interval i where i.from_day <= :lastDay and i.until_day > :firstDay %5$s),
                pair as (
                    select s.account_id, s.value, greatest(s.f, e.f, :firstMonth) as f, least(s.t, e.t, :lastMonth + 1) as t, s.mrr_e4 as then_e4, e.mrr_e4 as now_e4
                      from at_start s join at_end e on e.account_id = s.account_id and s.f < e.t and e.f < s.t
                     where greatest(s.f, e.f, :firstMonth) < least(s.t, e.t, :lastMonth + 1)),
                indexed as (
                    select p.value, greatest(p.f, r.month) as f, least(p.t, r.month + :window) as t, r.amount_e4
                      from month_change r join pair p on p.account_id = r.account_id and p.then_e4 > 0 and p.now_e4 > 0
                     where r.kind = 'READJUSTMENT' and r.month > :firstMonth - :window and r.month <= :lastMonth %6$s)
                select value, month, sum(now_e4)::bigint as now_e4, sum(min_e4)::bigint as min_e4, sum(kept)::bigint as kept, sum(index_e4)::bigint as index_e4
                  from (select value, f as month, case when then_e4 > 0 then now_e4 else 0 end as now_e4, least(then_e4, now_e4) as min_e4, 1 as kept, 0 as index_e4 from pair
                        union all
                        select value, t, case when then_e4 > 0 then -now_e4 else 0 end, -least(then_e4, now_e4), -1, 0 from pair where t <= :lastMonth
                        union all
                        select value, f, 0, 0, 0, amount_e4 from indexed where f < t
                        union all
                        select value, t, 0, 0, 0, -amount_e4 from indexed where f < t and t <= :lastMonth) d
                 group by 1, 2""".formatted(
                scope.value(""),
                scope.filter().isAll() && scope.groupBy() == null
                        ? "farol_month(i.from_day)"
                        : "greatest(p.f, farol_month(i.from_day))",
                scope.filter().isAll() && scope.groupBy() == null
                        ? "farol_month(i.until_day)"
                        : "least(p.t, farol_month(i.until_day))",
                scope.filter().isAll() && scope.groupBy() == null ? "" : "join part p on p.account_id = i.account_id",
                believed("i"),
                believed("r"));
        int firstMonth = scope.periods().getFirst().last();
        return jdbi.withHandle(handle -> scope.bind(handle.createQuery(scope.with() + sql))
                .bind("window", scope.window())
                .bind("firstMonth", firstMonth)
                .bind("lastMonth", scope.last())
                .bind("firstDay", Months.lastDayOf(firstMonth))
                .bind("lastDay", Months.lastDayOf(scope.last()))
                .bind("firstStartDay", Months.lastDayOf(firstMonth - scope.window()))
                .bind("lastStartDay", Months.lastDayOf(scope.last() - scope.window()))
                .map((row, context) -> new WindowStep(
                        row.getString("value"),
                        row.getInt("month"),
                        row.getLong("now_e4"),
                        row.getLong("min_e4"),
                        row.getLong("kept"),
                        row.getLong("index_e4")))
                .list());
    }

    /** By how much the values of a group's windows differ from those that end a month earlier. */
    record WindowStep(String group, int month, long nowE4, long minE4, long kept, long indexE4) {}

    /** What became, over each window, of the lines of a product or term that an account had at its start. A readjustment counts by its line, where the account is billed for the group at both ends. */
    void windowsByLines(Scope scope, Facts facts) {
        String lines = """
                select x.month, x.start_month, %s as value, l.account_id, sum(case when i.mrr_e4 > 0 then l.mrr_rc_e4 else 0 end) as mrr_e4
                  from period x join line_piece l on %s %s and l.mrr_rc_e4 > 0
                  join account_interval i on i.account_id = l.account_id and %s %s %s group by 1, 2, 3, 4""";
        String start = lines.formatted(
                scope.value("l"),
                onDay("l", "x.start_day"),
                believed("l"),
                onDay("i", "x.start_day"),
                believed("i"),
                scope.join("l.account_id", "x.start_month"));
        String end = lines.formatted(
                scope.value("l"),
                onDay("l", "x.on_day"),
                believed("l"),
                onDay("i", "x.on_day"),
                believed("i"),
                scope.isWhole() ? "" : " and l.account_id in (select account_id from part)");
        String sql = """
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
                  from pair group by 1, 2""".formatted(start, end, scope.value("l"), believed("p"), believed("l"));
        read(scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.THEN, row.getLong("then_e4"))
                .put(Column.NOW, row.getLong("now_e4"))
                .put(Column.MIN, row.getLong("min_e4"))
                .put(Column.LOGOS_KEPT, row.getLong("kept"))
                .put(Column.LOGOS_AT_START, row.getLong("started"))
                .put(Column.PAYING_AT_START, row.getLong("paying"))
                .put(Column.INDEX, row.getLong("index_e4")));
    }
}
