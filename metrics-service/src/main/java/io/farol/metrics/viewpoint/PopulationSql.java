package io.farol.metrics.viewpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
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

    private static final String ALL_TIME = "(from_day = '0001-01-01' and until_day = '9999-12-31')";

    /** {@code with … part as (…)}. A grouping by lines is not possible here. */
    public String with() {
        StringBuilder sql = new StringBuilder("with ");
        List<String> filters = filter.parts();
        for (int i = 0; i < filters.size(); i++) {
            sql.append("f").append(i).append(" as (").append(filters.get(i)).append("),\n");
        }
        if (groupBy == null) {
            sql.append("part as materialized (select account_id, cast('' as text) as value, f, t from (")
                    .append(chosen(filters.size()))
                    .append(") c)\n");
        } else {
            sql.append("chosen as materialized (")
                    .append(chosen(filters.size()))
                    .append("),\n");
            sql.append(grouped(groupBy, !filters.isEmpty()));
        }
        return sql.toString();
    }

    private static String chosen(int filters) {
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

    private static String grouped(Dimension groupBy, boolean isChosen) {
        if (groupBy.isOfLines()) {
            throw new IllegalArgumentException("lines are not accounts: " + groupBy);
        }
        return """
                grouped as materialized (%s),
                part as materialized (
                    select c.account_id, g.value, greatest(c.f, g.f) as f, least(c.t, g.t) as t
                      from chosen c join grouped g on g.account_id = c.account_id and greatest(c.f, g.f) < least(c.t, g.t)
                    union all
                    select c.account_id, 'NONE', c.f, c.t from chosen c where not exists (select 1 from grouped g where g.account_id = c.account_id))
                """.formatted(groups(
                "account_id, value",
                isChosen ? "dim = :groupBy and account_id in (select account_id from chosen)" : "dim = :groupBy"));
    }

    /** Stretches of months in which accounts are in groups. @param columns those that are told apart */
    static String groups(String columns, String which) {
        String believed =
                "from group_interval where tenant_id = :tenant and gen = :gen and %s and pos + 0 <= :position and pos_to > :position"
                        .formatted(which);
        return "select %1$s, %2$s %3$s and %4$s\nunion all\n".formatted(columns, ALWAYS, believed, ALL_TIME)
                + stretches(
                        columns,
                        "select %1$s, range_agg(int4range(farol_month(from_day), farol_month(until_day))) as months %2$s and not %3$s group by %1$s"
                                .formatted(columns, believed, ALL_TIME));
    }

    /** From multiranges of months to a row for each stretch. */
    static String stretches(String columns, String ofMonths) {
        return "select %s, lower(r) as f, upper(r) as t from (%s) m cross join lateral unnest(m.months) as r"
                .formatted(columns, ofMonths);
    }

    /** Values of all binds of {@link #with}, by name. */
    public Map<String, Object> binds(Viewpoint viewpoint) {
        Map<String, Object> binds = new HashMap<>(viewpoint.binds());
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

    /** Binds what {@link #with} needs, and allows more. */
    <S extends SqlStatement<S>> S bind(S statement, Viewpoint viewpoint) {
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        binds(viewpoint).forEach(statement::bind);
        return statement;
    }
}
