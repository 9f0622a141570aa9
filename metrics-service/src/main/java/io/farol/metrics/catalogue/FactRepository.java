package io.farol.metrics.catalogue;

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
}
