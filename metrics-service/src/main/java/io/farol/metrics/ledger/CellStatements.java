package io.farol.metrics.ledger;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Adds deltas to {@code cell}, {@code window_cell} and {@code end_cell} and keeps them in {@code cell_log}; a cell that comes to nothing is removed. */
final class CellStatements {
    static final String DELTA_COLUMNS =
            "pos bigint, dim text, value text, measure text, month integer, amount_e4 bigint, n bigint";

    private static final List<String> WINDOW_COLUMNS = WindowFormula.WINDOWS.stream()
            .flatMap(window -> Stream.of(
                    "now_" + window + "_e4", "min_" + window + "_e4", "index_" + window + "_e4", "kept_" + window))
            .toList();

    private CellStatements() {}

    /**
     * The statements, one a table.
     *
     * @param source a from-item called {@code delta} with {@link #DELTA_COLUMNS}
     */
    static List<String> merging(String source) {
        return List.of(cells(source), windows(source), blocks(source), ends(source), log(source));
    }

    private static String cells(String source) {
        return """
                merge into cell as c
                using (select dim, value, measure, month, sum(amount_e4)::bigint as amount_e4, sum(n)::bigint as n from %s
                        where measure !~ '_[0-9]+$' and dim not in ('%s', '%s', '%s') group by dim, value, measure, month having sum(amount_e4) <> 0 or sum(n) <> 0) as d
                   on c.tenant_id = :tenant and c.gen = :gen and c.dim = d.dim and c.value = d.value and c.measure = d.measure and c.month = d.month
                 when matched and c.amount_e4 + d.amount_e4 = 0 and c.n + d.n = 0 then delete
                 when matched then update set amount_e4 = c.amount_e4 + d.amount_e4, n = c.n + d.n
                 when not matched then insert (tenant_id, gen, dim, value, measure, month, amount_e4, n)
                      values (:tenant, :gen, d.dim, d.value, d.measure, d.month, d.amount_e4, d.n)""".formatted(source, EndFormula.DIM, ContractFormula.DIM, TicketCellFormula.DIM);
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

    /** Cells of a block that come to nothing leave it; an empty one is removed. */
    private static String blocks(String source) {
        return """
                merge into cell_block as c
                using (with told as (
                           select dim, case dim when '%3$s' then month else month / 120 end as block, measure, month, amount_e4, n from %1$s where dim in ('%2$s', '%3$s')),
                       known as (
                           select dim, block, measure, month, amount_e4, n from told
                           union all
                           select b.dim, b.block, l.measure, l.month, l.amount_e4, l.n
                             from (select distinct dim, block from told) t
                             join cell_block b on b.tenant_id = :tenant and b.gen = :gen and b.dim = t.dim and b.block = t.block
                            cross join lateral unnest(b.measure, b.month, b.amount_e4, b.n) as l (measure, month, amount_e4, n)),
                       summed as (
                           select dim, block, measure, month, sum(amount_e4)::bigint as amount_e4, sum(n)::bigint as n, sum(amount_e4) <> 0 or sum(n) <> 0 as is_some
                             from known group by dim, block, measure, month)
                       select dim, block, array_agg(measure order by %4$s) filter (where is_some) as measure, array_agg(month order by %4$s) filter (where is_some) as month,
                              array_agg(amount_e4 order by %4$s) filter (where is_some) as amount_e4, array_agg(n order by %4$s) filter (where is_some) as n
                         from summed group by dim, block) as d
                   on c.tenant_id = :tenant and c.gen = :gen and c.dim = d.dim and c.block = d.block
                 when matched and d.measure is null then delete
                 when matched then update set measure = d.measure, month = d.month, amount_e4 = d.amount_e4, n = d.n
                 when not matched and d.measure is not null then insert (tenant_id, gen, dim, block, measure, month, amount_e4, n)
                      values (:tenant, :gen, d.dim, d.block, d.measure, d.month, d.amount_e4, d.n)""".formatted(source, ContractFormula.DIM, TicketCellFormula.DIM, "measure collate \"C\", month");
    }

    /** The 31 sums of each side are added element by element. */
    private static String ends(String source) {
        return """
                merge into end_cell as c
                using (with told as (
                           select split_part(measure, ' ', 1) as side, split_part(measure, ' ', 2)::integer as end_month, month, split_part(measure, ' ', 3)::integer as day,
                                  sum(amount_e4)::bigint as amount_e4, sum(n)::bigint as n
                             from %1$s where dim = '%2$s' group by 1, 2, 3, 4 having sum(amount_e4) <> 0 or sum(n) <> 0)
                       select p.end_month, p.month, coalesce(sum(e.amount_e4), 0)::bigint as amount_e4, coalesce(sum(e.n), 0)::bigint as n,
                              array_agg(coalesce(s.amount_e4, 0) order by d.day) as started_e4, array_agg(coalesce(s.n, 0) order by d.day) as started,
                              array_agg(coalesce(e.amount_e4, 0) order by d.day) as ended_e4, array_agg(coalesce(e.n, 0) order by d.day) as ended
                         from (select distinct end_month, month from told) p
                        cross join generate_series(1, 31) d (day)
                         left join told s on s.side = 'START' and s.end_month = p.end_month and s.month = p.month and s.day = d.day
                         left join told e on e.side = 'END' and e.end_month = p.end_month and e.month = p.month and e.day = d.day
                        group by p.end_month, p.month) as d
                   on c.tenant_id = :tenant and c.gen = :gen and c.end_month = d.end_month and c.month = d.month
                 when matched and farol_sum(c.started_e4, d.started_e4) || farol_sum(c.started, d.started) || farol_sum(c.ended_e4, d.ended_e4) || farol_sum(c.ended, d.ended)
                                  = array_fill(0::bigint, array[4 * 31]) then delete
                 when matched then update set amount_e4 = c.amount_e4 + d.amount_e4, n = c.n + d.n, started_e4 = farol_sum(c.started_e4, d.started_e4),
                      started = farol_sum(c.started, d.started), ended_e4 = farol_sum(c.ended_e4, d.ended_e4), ended = farol_sum(c.ended, d.ended)
                 when not matched then insert (tenant_id, gen, end_month, month, amount_e4, n, started_e4, started, ended_e4, ended)
                      values (:tenant, :gen, d.end_month, d.month, d.amount_e4, d.n, d.started_e4, d.started, d.ended_e4, d.ended)""".formatted(source, EndFormula.DIM);
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
