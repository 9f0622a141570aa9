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
 * {@code f <= month < t}; 0 and 1,000,000 = since and for ever. Equal neighbours are one stretch, so each border is a change of group.
 */
public record PopulationSql(AccountFilter filter, @Nullable Dimension groupBy) {
    /** First month after all time. */
    public static final int FOR_EVER = 1_000_000;

    static final String ALWAYS = "'{[0," + FOR_EVER + ")}'::int4multirange";

    /** {@code with … part as (…)}. A grouping by lines is not possible here. */
    public String with() {
        StringBuilder sql = new StringBuilder("with ");
        List<String> filters = filter.parts();
        for (int i = 0; i < filters.size(); i++) {
            sql.append("f").append(i).append(" as (").append(filters.get(i)).append("),\n");
        }
        sql.append("chosen as (").append(chosen(filters.size())).append("),\n");
        sql.append("grouped as (").append(grouped()).append("),\n");
        sql.append(
                "part as materialized (select g.account_id, g.value, lower(r) as f, upper(r) as t from grouped g cross join lateral unnest(g.months) as r)\n");
        return sql.toString();
    }

    private static String chosen(int filters) {
        if (filters == 0) {
            return "select a.id as account_id, " + ALWAYS
                    + " as months from account_copy a where a.tenant_id = :tenant";
        }
        List<String> months = new ArrayList<>();
        StringBuilder from = new StringBuilder("f0");
        for (int i = 0; i < filters; i++) {
            months.add("f" + i + ".months");
            if (i > 0) {
                from.append(" join f").append(i).append(" using (account_id)");
            }
        }
        return "select account_id, " + ALWAYS + " * " + String.join(" * ", months) + " as months from " + from;
    }

    private String grouped() {
        if (groupBy == null) {
            return "select account_id, '' as value, months from chosen";
        }
        if (groupBy.isOfLines()) {
            throw new IllegalArgumentException("lines are not accounts: " + groupBy);
        }
        return """
                select c.account_id, coalesce(g.value, 'NONE') as value, c.months * coalesce(g.months, %s) as months
                  from chosen c
                  left join (select account_id, value, range_agg(int4range(farol_month(from_day), farol_month(until_day))) as months
                               from group_interval where tenant_id = :tenant and gen = :gen and dim = :groupBy and pos <= :position and pos_to > :position
                              group by account_id, value) g on g.account_id = c.account_id""".formatted(ALWAYS);
    }

    /** Values of all binds of {@link #with}, by name. */
    public Map<String, Object> binds(Viewpoint viewpoint) {
        Map<String, Object> binds = new HashMap<>(viewpoint.binds());
        int i = 0;
        for (Map.Entry<String, List<String>> entry : filter.valuesByName().entrySet()) {
            binds.put("filter" + i, entry.getValue().toArray(new String[0]));
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
    public <S extends SqlStatement<S>> S bind(S statement, Viewpoint viewpoint) {
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        binds(viewpoint).forEach(statement::bind);
        return statement;
    }
}
