package io.farol.metrics.viewpoint;

import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * Who counts, in which group, at the ends of which months, for the statements of one answer: the common table expression {@code part} of {@link PopulationSql}, looked up once when the accounts
 * are few, so that PostgreSQL knows how many they are before it plans.
 */
public final class Population {
    private static final String GIVEN = """
            with part as materialized (
                select p.account_id, p.value, p.f, p.t
                  from unnest(cast(:members as uuid[]), cast(:memberValues as text[]), cast(:memberFrom as integer[]), cast(:memberUntil as integer[])) as p (account_id, value, f, t))
            """;

    private final PopulationSql sql;
    private final @Nullable Members members;

    Population(PopulationSql sql, @Nullable Members members) {
        this.sql = sql;
        this.members = members;
    }

    /** Accounts in their groups, {@code from <= month < until}; parallel arrays. */
    record Members(UUID[] accounts, String[] values, Integer[] from, Integer[] until) {}

    /** One that is looked up inside each statement. */
    public static Population inside(AccountFilter filter, @Nullable Dimension groupBy) {
        return new Population(new PopulationSql(filter, groupBy), null);
    }

    /** {@code with … part as (…)}. */
    public String with() {
        return members == null ? sql.with() : GIVEN;
    }

    /** Values of the binds of one that is looked up inside. */
    public Map<String, Object> binds(Viewpoint viewpoint) {
        return members == null ? sql.binds(viewpoint) : viewpoint.binds();
    }

    /** Binds what {@link #with} needs, and allows more. */
    public <S extends SqlStatement<S>> S bind(S statement, Viewpoint viewpoint) {
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        binds(viewpoint).forEach(statement::bind);
        if (members != null) {
            statement
                    .bindArray("members", UUID.class, (Object[]) members.accounts)
                    .bindArray("memberValues", String.class, (Object[]) members.values)
                    .bindArray("memberFrom", Integer.class, (Object[]) members.from)
                    .bindArray("memberUntil", Integer.class, (Object[]) members.until);
        }
        return statement;
    }
}
