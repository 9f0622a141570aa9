package io.farol.metrics.ledger;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Adds deltas to {@code cell} and {@code window_cell} and keeps them in {@code cell_log}; a cell that comes to nothing is removed. */
final class CellStatements {
    static final String DELTA_COLUMNS =
            "pos bigint, dim text, value text, measure text, month integer, amount_e4 bigint, n bigint";

    private static final List<String> WINDOW_COLUMNS = WindowFormula.WINDOWS.stream()
            .flatMap(window -> Stream.of(
                    "now_" + window + "_e4", "min_" + window + "_e4", "index_" + window + "_e4", "kept_" + window))
            .toList();

    private CellStatements() {}

    /**
     * The three statements.
     *
     * @param source a from-item called {@code delta} with {@link #DELTA_COLUMNS}
     */
    static List<String> merging(String source) {
        return List.of(cells(source), windows(source), log(source));
    }

    private static String cells(String source) {
        return """
                merge into cell as c
                using (select dim, value, measure, month, sum(amount_e4)::bigint as amount_e4, sum(n)::bigint as n from %s
                        where measure !~ '_[0-9]+$' group by dim, value, measure, month having sum(amount_e4) <> 0 or sum(n) <> 0) as d
                   on c.tenant_id = :tenant and c.gen = :gen and c.dim = d.dim and c.value = d.value and c.measure = d.measure and c.month = d.month
                 when matched and c.amount_e4 + d.amount_e4 = 0 and c.n + d.n = 0 then delete
                 when matched then update set amount_e4 = c.amount_e4 + d.amount_e4, n = c.n + d.n
                 when not matched then insert (tenant_id, gen, dim, value, measure, month, amount_e4, n)
                      values (:tenant, :gen, d.dim, d.value, d.measure, d.month, d.amount_e4, d.n)""".formatted(source);
    }

    private static String windows(String source) {
        String sums = WindowFormula.WINDOWS.stream()
                .flatMap(window -> Stream.of(
                        sum("amount_e4", "NOW", window, "now_" + window + "_e4"),
                        sum("amount_e4", "MIN", window, "min_" + window + "_e4"),
                        sum("amount_e4", "INDEX", window, "index_" + window + "_e4"),
                        sum("n", "NOW", window, "kept_" + window)))
                .collect(Collectors.joining(",\n"));
        return """
                merge into window_cell as c
                using (select dim, value, month,
                %s
                         from %s where measure ~ '_[0-9]+$' group by dim, value, month) as d
                   on c.tenant_id = :tenant and c.gen = :gen and c.dim = d.dim and c.value = d.value and c.month = d.month
                 when matched and %s then delete
                 when matched then update set %s
                 when not matched and (%s) then insert (tenant_id, gen, dim, value, month, %s) values (:tenant, :gen, d.dim, d.value, d.month, %s)""".formatted(
                        sums,
                        source,
                        columns("c.%1$s + d.%1$s = 0", " and "),
                        columns("%1$s = c.%1$s + d.%1$s", ", "),
                        columns("d.%1$s <> 0", " or "),
                        columns("%1$s", ", "),
                        columns("d.%1$s", ", "));
    }

    private static String log(String source) {
        return """
                insert into cell_log (tenant_id, gen, family, pos, dim, value, measure, month, amount_e4, n)
                select :tenant, :gen, cell_family(dim), pos, array_agg(dim order by %1$s), array_agg(value order by %1$s), array_agg(measure order by %1$s), array_agg(month order by %1$s),
                       array_agg(amount_e4 order by %1$s), array_agg(n order by %1$s)
                  from (select pos, dim, value, measure, month, sum(amount_e4)::bigint as amount_e4, sum(n)::bigint as n from %2$s
                         group by pos, dim, value, measure, month having sum(amount_e4) <> 0 or sum(n) <> 0) d
                 group by cell_family(dim), pos""".formatted("dim collate \"C\", value collate \"C\", measure collate \"C\", month", source);
    }

    private static String sum(String column, String measure, int window, String as) {
        return "coalesce(sum(%s) filter (where measure = '%s_%d'), 0)::bigint as %s"
                .formatted(column, measure, window, as);
    }

    private static String columns(String format, String separator) {
        return WINDOW_COLUMNS.stream().map(format::formatted).collect(Collectors.joining(separator));
    }
}
