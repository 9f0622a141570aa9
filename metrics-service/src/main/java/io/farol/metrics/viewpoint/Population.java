package io.farol.metrics.viewpoint;

import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * Who counts, in which group, at the ends of which months, for the statements of one answer: the common table expression {@code part} of {@link PopulationSql}, whose accounts are looked up once
 * when they are few, so that PostgreSQL knows how many they are before it plans.
 */
public final class Population {
    private final PopulationSql sql;
    private final String with;
    private final @Nullable Members members;

    private Population(PopulationSql sql, String with, @Nullable Members members) {
        this.sql = sql;
        this.with = with;
        this.members = members;
    }

    /** Chosen accounts, {@code from <= month < until}; parallel arrays. */
    record Members(UUID[] accounts, Integer[] from, Integer[] until) {}

    /** One that is looked up inside each statement. */
    public static Population inside(AccountFilter filter, @Nullable Dimension groupBy) {
        PopulationSql sql = new PopulationSql(filter, groupBy);
        return new Population(sql, sql.with(false), null);
    }

    /** One of known accounts. */
    static Population of(PopulationSql sql, Members members) {
        return new Population(sql, sql.with(true), members);
    }

    /** Of the accounts in groups of one dimension those that change them. */
    static Population ofMovers(AccountFilter filter) {
        PopulationSql sql = new PopulationSql(filter, null);
        return new Population(sql, sql.withMovers(), null);
    }

    /** {@code with … part as (…)}. */
    public String with() {
        return with;
    }

    /** Values of the binds of one that is looked up inside. */
    public Map<String, Object> binds(Viewpoint viewpoint) {
        return sql.binds(viewpoint);
    }

    /** Binds what {@link #with} needs, and allows more. */
    public <S extends SqlStatement<S>> S bind(S statement, Viewpoint viewpoint) {
        statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        binds(viewpoint).forEach(statement::bind);
        if (members != null) {
            statement
                    .bindArray("members", UUID.class, (Object[]) members.accounts)
                    .bindArray("memberFrom", Integer.class, (Object[]) members.from)
                    .bindArray("memberUntil", Integer.class, (Object[]) members.until);
        }
        return statement;
    }

    /** Leaves out who is not chosen at the end of any month from {@code first} to {@code last}, for a bound statement that looks at no other months. */
    public static <S extends SqlStatement<S>> S within(S statement, int first, int last) {
        return statement.bind("heldAfter", Months.lastDayOf(first)).bind("heldUntil", Months.lastDayOf(last));
    }
}
