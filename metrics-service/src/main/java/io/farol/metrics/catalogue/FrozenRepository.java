package io.farol.metrics.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** Reads from the ledger's cells how much of a loss is frozen: suspended MRR at the end of windows of those with MRR at their start, in the group of then. */
@ApplicationScoped
class FrozenRepository {
    /** As the ledger keeps it, less what was learnt since; measures are described at its table {@code cell}. */
    private static final String CELLS = """
            select d.value, d.is_over, d.month, sum(d.amount_e4)::bigint as amount_e4
              from (select value, measure = :over as is_over, month, amount_e4 from cell
                     where tenant_id = :tenant and gen = :gen and dim = :dim and measure in (:now, :over) and month <= :last
                    union all
                    select l.value, l.measure = :over, l.month, -l.amount_e4
                      from cell_log c cross join lateral unnest(c.dim, c.value, c.measure, c.month, c.amount_e4) as l (dim, value, measure, month, amount_e4)
                     where c.tenant_id = :tenant and c.gen = :gen and c.family = cell_family(:dim) and c.pos > :position and l.dim = :dim and l.measure in (:now, :over) and l.month <= :last) d
             group by 1, 2, 3
            having sum(d.amount_e4) <> 0""";

    private final Jdbi jdbi;

    FrozenRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A change of what FROZEN has to be corrected by, from a month on. @param isOver what is frozen beyond the MRR of then; else what FROZEN lacks */
    private record Correction(boolean isOver, int month, long amountE4) {}

    /** Of all accounts, or of groups of one dimension, whose flows are put already. */
    void fromCells(Scope scope, Facts facts) {
        for (Period period : scope.periods()) {
            for (String group : facts.groups()) {
                PeriodFacts known = facts.of(group, period.last());
                known.put(Column.NOW_FROZEN, known.get(Column.FROZEN)).put(Column.MIN_FROZEN, known.get(Column.FROZEN));
            }
        }
        GroupCells.<Correction>read(
                scope,
                (dim, row) -> cells(scope, dim, row),
                (group, correction, sign) -> put(scope, facts, group, correction, sign));
    }

    private static void put(Scope scope, Facts facts, String group, Correction correction, int sign) {
        for (Period period : scope.periods()) {
            if (correction.month <= period.last()) {
                PeriodFacts known = facts.of(group, period.last());
                if (correction.isOver) {
                    known.add(Column.MIN_FROZEN, -sign * correction.amountE4);
                } else {
                    known.add(Column.NOW_FROZEN, sign * correction.amountE4)
                            .add(Column.MIN_FROZEN, sign * correction.amountE4);
                }
            }
        }
    }

    private void cells(Scope scope, String dim, GroupCells.Row<Correction> row) {
        jdbi.useHandle(handle -> handle.createQuery(CELLS)
                .bindMap(scope.viewpoint().binds())
                .bind("dim", "frozen:" + dim)
                .bind("now", "NOW " + scope.window())
                .bind("over", "OVER " + scope.window())
                .bind("last", scope.last())
                .map((columns, context) -> {
                    row.take(
                            columns.getString("value"),
                            new Correction(
                                    columns.getBoolean("is_over"),
                                    columns.getInt("month"),
                                    columns.getLong("amount_e4")));
                    return true;
                })
                .list());
    }
}
