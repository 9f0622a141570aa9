package io.farol.metrics.statement;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Population;
import io.farol.metrics.viewpoint.Viewpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads flows by group from the ledger's cells, whose number does not grow with the accounts. What was known at a position is read as what is known now less what was learnt since. */
@ApplicationScoped
class FlowRepository {
    private static final String TOTAL = "total";

    private static final String CELLS = """
            select d.value, d.measure, greatest(d.month, :first) as month, sum(d.amount_e4)::bigint as amount_e4, sum(d.n)::bigint as n
              from (select value, measure, month, amount_e4, n from cell
                     where tenant_id = :tenant and gen = :gen and dim = :dim and month <= :last %2$s
                    union all
                    %1$s
                    select l.value, replace(l.measure, '_' || :window, ''), l.month, -l.amount_e4, -l.n
                      from cell_log c cross join lateral unnest(c.dim, c.value, c.measure, c.month, c.amount_e4, c.n) as l (dim, value, measure, month, amount_e4, n)
                     where c.tenant_id = :tenant and c.gen = :gen and c.family = cell_family(:dim) and c.pos > :position and l.dim = :dim and l.month <= :last %3$s
                       and (l.measure not in ('NOW_1', 'MIN_1', 'INDEX_1', 'NOW_3', 'MIN_3', 'INDEX_3', 'NOW_6', 'MIN_6', 'INDEX_6', 'NOW_12', 'MIN_12', 'INDEX_12')
                            or l.measure in ('NOW_' || :window, 'MIN_' || :window, 'INDEX_' || :window))) d
             group by 1, 2, 3
            having sum(d.amount_e4) <> 0 or sum(d.n) <> 0""";

    private static final String WINDOW_CELLS = """
            select w.value, x.measure, w.month, x.amount_e4, x.n
              from window_cell w
              cross join lateral (values ('NOW', w.now_%1$d_e4, w.kept_%1$d), ('MIN', w.min_%1$d_e4, 0), ('INDEX', w.index_%1$d_e4, 0)) as x (measure, amount_e4, n)
             where w.tenant_id = :tenant and w.gen = :gen and w.dim = :dim and w.month <= :last %2$s
            union all""";

    private static final String OF_VALUES = " and value = any(:values)";

    private static final String BELIEVED_UNCONVERTED =
            " l.tenant_id = :tenant and l.gen = :gen and l.mrr_rc_e4 is null and l.mrr_e4 <> 0 and l.pos + 0 <= :position and l.pos_to > :position";

    private static final String HAS_UNCONVERTED =
            "select exists (select 1 from line_piece l where" + BELIEVED_UNCONVERTED + ")";

    private static final String UNCONVERTED = "select (select count(distinct l.line_id) from line_piece l where"
            + BELIEVED_UNCONVERTED
            + "%s and l.from_day <= s.to_day and l.until_day > s.from_day)"
            + " from unnest(cast(:from as date[]), cast(:to as date[])) with ordinality as s (from_day, to_day, nr) order by s.nr";

    private final Jdbi jdbi;

    FlowRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Flows of all accounts, one group. @param window length of the window whose sums are wanted too; 0 = none */
    Flows total(Viewpoint viewpoint, int first, int last, int window) {
        return cells(viewpoint, TOTAL, null, first, last, window).getOrDefault("", new Flows(first, last));
    }

    /** Flows as the ledger keeps them, by the values of a dimension. @param values null = all */
    SortedMap<String, Flows> cells(
            Viewpoint viewpoint, String dim, @Nullable Collection<String> values, int first, int last, int window) {
        String ofValue = values == null ? "" : OF_VALUES;
        String sql = CELLS.formatted(
                window == 0 ? "" : WINDOW_CELLS.formatted(window, ofValue),
                ofValue,
                values == null ? "" : " and l.value = any(:values)");
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql)
                    .bindMap(viewpoint.binds())
                    .bind("dim", dim)
                    .bind("window", String.valueOf(window));
            return collect(values == null ? query : query.bind("values", values.toArray(String[]::new)), first, last);
        });
    }

    static SortedMap<String, Flows> collect(Query query, int first, int last) {
        SortedMap<String, Flows> byValue = new TreeMap<>();
        query.bind("first", first)
                .bind("last", last)
                .map((row, context) -> {
                    byValue.computeIfAbsent(row.getString("value"), value -> new Flows(first, last))
                            .add(
                                    Measure.valueOf(row.getString("measure")),
                                    row.getInt("month"),
                                    row.getLong("amount_e4"),
                                    row.getLong("n"));
                    return true;
                })
                .list();
        return byValue;
    }

    /** Numbers of lines without an exchange rate that run at some time in each of some spans of days. Almost always there are none at all, which is looked at first. */
    List<Long> unconvertedLines(Viewpoint viewpoint, AccountFilter filter, List<DaySpan> spans) {
        return jdbi.withHandle(handle -> {
            boolean hasAny = handle.createQuery(HAS_UNCONVERTED)
                    .bindMap(viewpoint.binds())
                    .mapTo(Boolean.class)
                    .one();
            if (!hasAny) {
                return Collections.nCopies(spans.size(), 0L);
            }
            Population population = Population.inside(filter, null);
            return population
                    .bind(
                            handle.createQuery((filter.isAll() ? "" : population.with())
                                    + UNCONVERTED.formatted(
                                            filter.isAll()
                                                    ? ""
                                                    : " and l.account_id in (select account_id from part)")),
                            viewpoint)
                    .bind("from", days(spans, DaySpan::from))
                    .bind("to", days(spans, DaySpan::to))
                    .mapTo(Long.class)
                    .list();
        });
    }

    /** Days, both inclusive. */
    record DaySpan(LocalDate from, LocalDate to) {}

    private static String days(List<DaySpan> spans, Function<DaySpan, LocalDate> day) {
        return spans.stream().map(day).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
