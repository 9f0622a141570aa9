package io.farol.metrics.catalogue;

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

    /** Accounts by months of life up to the end of each period. */
    void lives(Scope scope, Facts facts) {
        String sql = """
                select x.month, x.value, x.life, x.is_ended, count(*) as accounts
                  from (select x.month, %1$s as value, i.account_id, sum(least(farol_month(i.until_day), x.month + 1) - farol_month(i.from_day))::int as life,
                               bool_and(farol_month(i.until_day) <= x.month) as is_ended
                          from period x join account_interval i on i.from_day <= x.on_day %2$s %3$s
                         group by 1, 2, 3) x
                 where x.life > 0 group by 1, 2, 3, 4""".formatted(scope.value(""), believed("i"), scope.join("i.account_id", "x.month"));
        read(scope, sql, (group, month, row) -> facts.of(group, month)
                .addLives(row.getInt("life"), row.getBoolean("is_ended"), row.getLong("accounts")));
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

    /** MRR of lines that are served and whose end after today is known. */
    void scheduled(Scope scope, Facts facts) {
        String sql =
                "select t.month, t.value, sum(t.mrr_e4)::bigint as mrr_e4, count(distinct t.account_id) as accounts from (%s) t group by 1, 2"
                        .formatted(scheduledLines(scope));
        read(scope, sql, (group, month, row) -> facts.of(group, month)
                .put(Column.SCHEDULED, row.getLong("mrr_e4"))
                .put(Column.SCHEDULED_COUNT, row.getLong("accounts")));
    }

    static String scheduledLines(Scope scope) {
        return """
                select x.month, %s as value, l.account_id, l.mrr_rc_e4 as mrr_e4
                  from period x
                  join line_piece l on %s %s and l.mrr_rc_e4 > 0 and l.until_day < '9999-12-31' and l.until_day > greatest(x.served_day, :asOf)
                  join account_interval i on i.account_id = l.account_id and %s %s and i.mrr_e4 > 0 %s
                 where not exists (select 1 from line_piece n where n.line_id = l.line_id and n.from_day = l.until_day %s)""".formatted(
                        scope.value("l"),
                        onDay("l", "x.served_day"),
                        believed("l"),
                        onDay("i", "x.served_day"),
                        believed("i"),
                        scope.join("l.account_id", "x.month"),
                        believed("n"));
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
     * follow one another from the contract's first day.
     */
    static String contractValues(Scope scope) {
        return """
                select u.month, %1$s as value, u.account_id, u.contract_id,
                       case when u.term_months is null then 12.0 * sum(l.mrr_rc_e4) filter (where %2$s)
                            else 12.0 * sum(l.mrr_rc_e4 * greatest(farol_month_part(least(l.until_day, u.term_until)) - farol_month_part(greatest(l.from_day, u.term_from)), 0))
                                 / u.term_months end as value_e4
                  from (select s.*, (s.starts_on + make_interval(months => s.term_months * s.nth))::date as term_from,
                               (s.starts_on + make_interval(months => s.term_months * (s.nth + 1)))::date as term_until
                          from (select x.month, x.on_day, t.account_id, t.contract_id, t.starts_on, t.term_months,
                                       floor((farol_month_part(x.on_day) - farol_month_part(t.starts_on)) / t.term_months)::int as nth
                                  from period x
                                  join (select account_id, contract_id, min(starts_on) as starts_on, max(term_months) as term_months
                                          from line_term where tenant_id = :tenant and pos <= :position and pos_to > :position group by 1, 2) t
                                    on t.starts_on <= x.on_day) s) u
                  join (select distinct contract_id, line_id from line_term where tenant_id = :tenant and pos <= :position and pos_to > :position) c
                    on c.contract_id = u.contract_id
                  join line_piece l on l.line_id = c.line_id %3$s %4$s
                 group by u.month, 2, u.account_id, u.contract_id, u.term_months
                having bool_or(%2$s and l.mrr_rc_e4 > 0)""".formatted(
                        scope.value("l"), onDay("l", "u.on_day"), believed("l"), scope.join("u.account_id", "u.month"));
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
                .bind("firstDay", io.farol.metrics.viewpoint.Months.lastDayOf(firstMonth))
                .bind("lastDay", io.farol.metrics.viewpoint.Months.lastDayOf(scope.last()))
                .bind("firstStartDay", io.farol.metrics.viewpoint.Months.lastDayOf(firstMonth - scope.window()))
                .bind("lastStartDay", io.farol.metrics.viewpoint.Months.lastDayOf(scope.last() - scope.window()))
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

    /** What became, over each window, of the lines of a product or term that an account had at its start. */
    void windowsByLines(Scope scope, Facts facts) {
        String lines = """
                select x.month, %s as value, l.account_id, sum(case when i.mrr_e4 > 0 then l.mrr_rc_e4 else 0 end) as mrr_e4
                  from period x join line_piece l on %s %s and l.mrr_rc_e4 > 0
                  join account_interval i on i.account_id = l.account_id and %s %s group by 1, 2, 3""";
        String start = lines.formatted(
                scope.value("l"), onDay("l", "x.start_day"), believed("l"), onDay("i", "x.start_day"), believed("i"));
        String end = lines.formatted(
                scope.value("l"), onDay("l", "x.on_day"), believed("l"), onDay("i", "x.on_day"), believed("i"));
        String sql = """
                , at_start as (%s), at_end as (%s)
                select s.month, s.value, coalesce(sum(e.mrr_e4) filter (where s.mrr_e4 > 0), 0)::bigint as now_e4, coalesce(sum(least(s.mrr_e4, e.mrr_e4)), 0)::bigint as min_e4,
                       count(e.account_id) as kept, count(*) as started
                  from at_start s left join at_end e on e.month = s.month and e.value = s.value and e.account_id = s.account_id
                 group by 1, 2""".formatted(start, end);
        read(scope, sql, (group, month, row) -> {
            PeriodFacts of = facts.of(group, month);
            of.put(Column.NOW, row.getLong("now_e4"))
                    .put(Column.MIN, row.getLong("min_e4"))
                    .put(Column.LOGOS_KEPT, row.getLong("kept"))
                    .put(Column.LOGOS_AT_START, row.getLong("started"))
                    .put(Column.INDEX, of.get(Column.READJUSTMENT));
        });
    }
}
