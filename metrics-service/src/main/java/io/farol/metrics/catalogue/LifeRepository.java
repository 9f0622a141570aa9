package io.farol.metrics.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** Reads how many accounts have lived how long: from the ledger's cells where they say it, else account by account. */
@ApplicationScoped
class LifeRepository {
    /** As the ledger keeps it, less what was learnt since; measures are described at its table {@code cell}. */
    private static final String CELLS = """
            select d.value, d.measure, d.month, sum(d.n)::bigint as accounts
              from (select value, measure, month, n from cell where tenant_id = :tenant and gen = :gen and dim = :dim and month <= :last
                    union all
                    select l.value, l.measure, l.month, -l.n
                      from cell_log c cross join lateral unnest(c.dim, c.value, c.measure, c.month, c.n) as l (dim, value, measure, month, n)
                     where c.tenant_id = :tenant and c.gen = :gen and c.family = cell_family(:dim) and c.pos > :position and l.dim = :dim and l.month <= :last) d
             group by 1, 2, 3
            having sum(d.n) <> 0""";

    private static final String ENDED = "ENDED";

    private final Jdbi jdbi;

    LifeRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A change of the number of accounts from a month on. @param key months of life of ended ones; the month at whose end the life of the others would have begun without gaps */
    private record Lives(boolean isEnded, int key, int month, long accounts) {}

    /** Of all accounts, or of groups of one dimension. */
    void fromCells(Scope scope, Facts facts) {
        GroupCells.<Lives>read(
                scope,
                (dim, row) -> cells(scope, dim, row),
                (group, lives, sign) ->
                        facts.addLives(group, lives.month, lives.isEnded, lives.key, sign * lives.accounts));
    }

    private void cells(Scope scope, String dim, GroupCells.Row<Lives> row) {
        jdbi.useHandle(handle -> handle.createQuery(CELLS)
                .bindMap(scope.viewpoint().binds())
                .bind("dim", "life:" + dim)
                .bind("last", scope.last())
                .map((columns, context) -> {
                    String[] measure = columns.getString("measure").split(" ");
                    row.take(
                            columns.getString("value"),
                            new Lives(
                                    measure[0].equals(ENDED),
                                    Integer.parseInt(measure[1]),
                                    columns.getInt("month"),
                                    columns.getLong("accounts")));
                    return true;
                })
                .list());
    }

    /**
     * Accounts by months of life, as changes by month. While an account is there its life grows: it is told by the month at whose end it would have begun without gaps; when it has ended,
     * by its length. Read from the months in which accounts come and go, in one pass, whatever the number of periods: with each coming as minus its month and each going as plus, their sum is
     * minus the month of an unbroken life's beginning, or the life's length.
     */
    void byAccount(Scope scope, Facts facts) {
        String sql = """
                , state as (
                    select c.account_id, c.kind = 'CHURN' as is_ended, c.month as f, lead(c.month, 1, :lastMonth + 1) over account as t,
                           abs(sum(case when c.kind = 'CHURN' then c.month else -c.month end) over account)::int as key
                      from month_change c where c.kind in ('NEW', 'REACTIVATION', 'CHURN') and c.month <= :lastMonth %1$s %3$s
                    window account as (partition by c.account_id order by c.month))
                select value, is_ended, key, month, sum(n)::bigint as accounts
                  from (%2$s) p cross join lateral (values (f, 1), (t, -1)) d (month, n)
                 where f < t and month <= :lastMonth group by 1, 2, 3, 4 having sum(n) <> 0""".formatted(
                        FactRepository.believed("c"),
                        scope.isWhole()
                                ? "select cast('' as text) as value, is_ended, key, f, t from state"
                                : "select p.value, s.is_ended, s.key, greatest(s.f, p.f) as f, least(s.t, p.t) as t from state s join part p on p.account_id = s.account_id",
                        scope.isWhole() ? "" : "and c.account_id in (select account_id from part)");
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
}
