package io.farol.metrics.viewpoint;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who counts, in which group, at the ends of which months, as SQL: the common table expression {@code part (account_id, value, f, t)}, a row per account, group and unbroken stretch of months
 * {@code f <= month < t}; {@link #EVER} and {@link #OPEN} = since and for ever. Equal neighbours are one stretch, so each border is a change of group.
 *
 * <p>Almost all accounts are in one group for ever: their rows are taken as they are, only those of the others are put together.
 */
record PopulationSql(AccountFilter filter, @Nullable Dimension groupBy) {
    /** The month of 0001-01-01. */
    private static final int EVER = 12;

    /** The month of 9999-12-31. */
    private static final int OPEN = 119_999;

    static final String ALWAYS = EVER + " as f, " + OPEN + " as t";

    private static final String ALL_TIME = "from_day = '0001-01-01' and until_day = '9999-12-31'";

    /** As the index group_interval_dated says it. */
    private static final String DATED = "(from_day > '0001-01-01' or until_day < '9999-12-31')";

    private static final String NAMED = """
            chosen as materialized (
                select c.account_id, c.f, c.t
                  from unnest(cast(:members as uuid[]), cast(:memberFrom as integer[]), cast(:memberUntil as integer[])) as c (account_id, f, t)),
            """;

    private static final String UNGROUPED =
            "part as (select account_id, cast('' as text) as value, f, t, f as chosen_f, t as chosen_t from chosen)\n";

    /** Where the chosen are many, all groups are read in one go. */
    private static final String GROUPED = """
            grouped as (%1$s),
            part as (
                select c.account_id, coalesce(g.value, 'NONE') as value, greatest(c.f, g.f) as f, least(c.t, g.t) as t, c.f as chosen_f, c.t as chosen_t
                  from chosen c left join grouped g on g.account_id = c.account_id
                 where g.account_id is null or greatest(c.f, g.f) < least(c.t, g.t))
            """;

    /**
     * Always true, and a 200th of the rows for the planner: it expects a hundred stretches an account, where there is one, and would put all that it reads about accounts into hash tables rather than
     * the accounts.
     */
    private static final String FAR_FEWER = " where num_nulls(account_id) = 0";

    PopulationSql {
        if (groupBy != null && groupBy.isOfLines()) {
            throw new IllegalArgumentException("lines are not accounts: " + groupBy);
        }
    }

    /** {@code with … part as (…)}. @param areNamed whether the chosen accounts are bound: {@code :members, :memberFrom, :memberUntil} */
    String with(boolean areNamed) {
        String grouped = groupBy == null
                ? UNGROUPED
                : GROUPED.formatted(groups(
                        "account_id, value",
                        areNamed
                                ? "dim = :groupBy and account_id in (select account_id from chosen)"
                                : "dim = :groupBy"));
        return "with " + (areNamed ? NAMED : chosen()) + grouped;
    }

    /** {@code with chosen as (…)}: {@code account_id, f, t}. */
    String withChosen() {
        String chosen = chosen();
        return "with " + chosen.substring(0, chosen.lastIndexOf(','));
    }

    /** The part of {@link #with} that changes its groups: no account that is in them for ever. Only of the groups of one dimension. */
    String withMovers() {
        return "with chosen as (" + dated("account_id", "dim = :dim0 and value = any(:filter0)") + "),\n" + UNGROUPED;
    }

    private String chosen() {
        StringBuilder sql = new StringBuilder();
        List<String> filters = filter.parts();
        for (int i = 0; i < filters.size(); i++) {
            sql.append("f").append(i).append(" as (").append(filters.get(i)).append("),\n");
        }
        return sql.append("chosen as (select * from (")
                .append(intersection(filters.size()))
                .append(") c")
                .append(FAR_FEWER)
                .append("),\n")
                .toString();
    }

    private static String intersection(int filters) {
        if (filters == 0) {
            return "select a.id as account_id, " + ALWAYS + " from account_copy a where a.tenant_id = :tenant";
        }
        if (filters == 1) {
            return "select account_id, f, t from f0";
        }
        List<String> from = new ArrayList<>();
        List<String> until = new ArrayList<>();
        StringBuilder joins = new StringBuilder("f0");
        for (int i = 0; i < filters; i++) {
            from.add("f" + i + ".f");
            until.add("f" + i + ".t");
            if (i > 0) {
                joins.append(" join f").append(i).append(" using (account_id)");
            }
        }
        return "select account_id, f, t from (select account_id, greatest(%s) as f, least(%s) as t from %s) x where f < t"
                .formatted(String.join(", ", from), String.join(", ", until), joins);
    }

    /** Stretches of months in which accounts are in groups. @param columns those that are told apart */
    static String groups(String columns, String which) {
        return "select %s, %s %s and %s\nunion all\n".formatted(columns, ALWAYS, believed(which), ALL_TIME)
                + dated(columns, which);
    }

    private static String dated(String columns, String which) {
        return stretches(columns, "%s and %s".formatted(believed(which), DATED));
    }

    private static String believed(String which) {
        return "from group_interval where tenant_id = :tenant and gen = :gen and %s and pos + 0 <= :position and pos_to > :position"
                .formatted(which);
    }

    /**
     * Unbroken stretches of months from rows with {@code from_day, until_day} that may overlap or touch; what holds no month's end is none.
     *
     * @param columns those that are told apart
     * @param from the rows, from {@code from} on
     */
    static String stretches(String columns, String from) {
        return """
                select %1$s, lower(months) as f, upper(months) as t
                  from (select %1$s, unnest(range_agg(int4range(farol_month(from_day), farol_month(until_day)))) as months %2$s group by %1$s) s""".formatted(columns, from);
    }

    /** Values of all binds of {@link #with}, by name; of all months. */
    Map<String, Object> binds(Viewpoint viewpoint) {
        Map<String, Object> binds = new HashMap<>(viewpoint.binds());
        binds.put("heldAfter", LocalDate.of(1, 1, 1));
        binds.put("heldUntil", LocalDate.of(9999, 12, 31));
        int i = 0;
        for (Map.Entry<String, List<String>> entry : filter.valuesByName().entrySet()) {
            binds.put("filter" + i, AccountFilter.bound(entry.getKey(), entry.getValue()));
            if (filter.isDated(entry.getKey())) {
                binds.put("dim" + i, entry.getKey());
            }
            i++;
        }
        if (groupBy != null) {
            binds.put("groupBy", groupBy.name());
        }
        return binds;
    }
}
