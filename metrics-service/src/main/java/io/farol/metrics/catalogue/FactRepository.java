package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Months;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;

/** Reads what sums of flows cannot say: accounts, lines and contracts at the ends of periods. */
@ApplicationScoped
class FactRepository {
    /** Believed rows of a table of the ledger. pos + 0, since PostgreSQL 18 would take pos for a reason to skip through an index that ends with it, from day to day. */
    private static final String BELIEVED =
            " and %1$s.tenant_id = :tenant and %1$s.gen = :gen and %1$s.pos + 0 <= :position and %1$s.pos_to > :position ";

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
        read(jdbi, scope, sql, row);
    }

    static void read(Jdbi jdbi, Scope scope, String sql, Row row) {
        jdbi.useHandle(handle -> scope.bind(handle.createQuery(scope.with() + sql))
                .map((columns, context) -> {
                    row.take(columns.getString("value"), columns.getInt("month"), columns);
                    return true;
                })
                .list());
    }

    /** How tickets spread, their sum and their number. Tickets come by the run of months in which they stay what they are, so that each is read once, whatever the number of periods. */
    void spread(Scope scope, Facts facts) {
        String tickets = scope.isByLines()
                ? """
                        select month as f, month + 1 as t, value, mrr_e4
                          from (select x.month, %s as value, l.account_id, sum(l.mrr_rc_e4)::bigint as mrr_e4
                                  from period x join line_piece l on %s %s and l.mrr_rc_e4 > 0
                                  join account_interval i on i.account_id = l.account_id and %s %s and i.mrr_e4 > 0 %s
                                 group by 1, 2, l.account_id) a""".formatted(
                                scope.value("l"),
                                onDay("l", "x.on_day"),
                                believed("l"),
                                onDay("i", "x.on_day"),
                                believed("i"),
                                scope.join("l.account_id", "x.month"))
                : """
                        select greatest(part_f, f, :firstMonth) as f, least(part_t, t, :lastMonth + 1) as t, value, mrr_e4
                          from (select %1$s as value, %2$s, i.mrr_e4, farol_month(i.from_day) as f, farol_month(i.until_day) as t
                                  from account_interval i %4$s
                                 where i.from_day <= :lastDay and i.until_day > :firstDay and i.mrr_e4 > 0 %3$s offset 0) i""".formatted(
                                scope.value(""),
                                scope.isWhole()
                                        ? "cast(null as integer) as part_f, cast(null as integer) as part_t"
                                        : "p.f as part_f, p.t as part_t",
                                believed("i"),
                                scope.isWhole() ? "" : "join part p on p.account_id = i.account_id");
        int firstMonth = scope.periods().getFirst().last();
        jdbi.useHandle(handle -> scope.bind(
                        handle.createQuery(scope.with() + "select value, f, t, array_agg(mrr_e4) as tickets from ("
                                + tickets + ") s where f < t group by 1, 2, 3"))
                .bind("firstMonth", firstMonth)
                .bind("lastMonth", scope.last())
                .bind("firstDay", Months.lastDayOf(firstMonth))
                .bind("lastDay", Months.lastDayOf(scope.last()))
                .map((row, context) -> {
                    Long[] same = (Long[]) row.getArray("tickets").getArray();
                    facts.addTickets(row.getString("value"), row.getInt("f"), row.getInt("t"), same);
                    return true;
                })
                .list());
        facts.putSpreads();
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
                                         where t.tenant_id = :tenant and t.pos + 0 <= :position and t.pos_to > :position %5$s
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
}
