package io.farol.metrics.viewpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** Looks up who counts in an answer about chosen accounts. To be used inside the transaction that answers. */
@ApplicationScoped
public class Populations {
    /** Up to so many are looked up once and named in each statement; reading all rows there are costs less than looking for more of them one by one. */
    private static final int MOST_NAMED = 5_000;

    /** A plan made for other accounts would be a bad one; sums of some 100,000 rows are made in memory; what is read is there, too, since it is read often. They end with the transaction. */
    private static final String SETTINGS =
            "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '32MB', true), set_config('seq_page_cost', '0.1', true), set_config('random_page_cost', '0.3', true), set_config('jit', 'off', true),"
                    + " set_config('max_parallel_workers_per_gather', '0', true)";

    /** Many accounts are never looked for one by one, nor put in order to be found. How many there are is not known before they are looked up. */
    private static final String JOINS =
            "select set_config('enable_nestloop', :areFew, true), set_config('enable_mergejoin', :areFew, true), set_config('random_page_cost', :randomPageCost, true)";

    /** Stretches of lines are put in order before the first account is known, so lines are counted first. */
    private static final String HAS_MANY_LINES = """
            select count(*) > :most
              from (select from line_piece where tenant_id = :tenant and gen = :gen and product_id = any(cast(:filter0 as uuid[])) and pos + 0 <= :position and pos_to > :position limit :most + 1) l""";

    /** Lines of one product that no account has more of, as a rule. */
    private static final int MOST_LINES = 4;

    private final Jdbi jdbi;
    private final int mostNamed;

    @Inject
    Populations(Jdbi jdbi) {
        this(jdbi, MOST_NAMED);
    }

    /** @param mostNamed 0 = none is ever named */
    Populations(Jdbi jdbi, int mostNamed) {
        this.jdbi = jdbi;
        this.mostNamed = mostNamed;
    }

    private record Member(UUID account, int from, int until) {}

    /** @param groupBy null = one group; never by lines */
    public Population of(Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy) {
        return jdbi.withHandle(handle -> {
            execute(handle, SETTINGS);
            if (filter.isAll()) {
                return Population.inside(filter, groupBy);
            }
            expectFew(handle, false);
            PopulationSql sql = new PopulationSql(filter, groupBy);
            List<Member> members = hasManyLines(handle, sql, viewpoint) ? null : members(handle, sql, viewpoint);
            if (members == null || members.size() > mostNamed) {
                return Population.inside(filter, groupBy);
            }
            expectFew(handle, true);
            return Population.of(
                    sql,
                    new Population.Members(
                            members.stream().map(Member::account).toArray(UUID[]::new),
                            members.stream().map(Member::from).toArray(Integer[]::new),
                            members.stream().map(Member::until).toArray(Integer[]::new)));
        });
    }

    /** Those who change their groups, of the accounts in some groups of one dimension: the only ones for which it matters when they were in them. */
    public Population ofMovers(AccountFilter filter) {
        return jdbi.withHandle(handle -> {
            execute(handle, SETTINGS);
            return Population.ofMovers(filter);
        });
    }

    private boolean hasManyLines(Handle handle, PopulationSql sql, Viewpoint viewpoint) {
        return sql.filter().isOfProductsAlone()
                && handle.createQuery(HAS_MANY_LINES)
                        .bindMap(sql.binds(viewpoint))
                        .bind("most", MOST_LINES * mostNamed)
                        .mapTo(Boolean.class)
                        .one();
    }

    private List<Member> members(Handle handle, PopulationSql sql, Viewpoint viewpoint) {
        Query query =
                handle.createQuery(sql.withChosen() + " select account_id, f, t from chosen limit " + (mostNamed + 1));
        query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        sql.binds(viewpoint).forEach(query::bind);
        return query.map((row, context) ->
                        new Member(row.getObject("account_id", UUID.class), row.getInt("f"), row.getInt("t")))
                .list();
    }

    private static void execute(Handle handle, String sql) {
        handle.createQuery(sql).map((row, context) -> true).list();
    }

    private static void expectFew(Handle handle, boolean areFew) {
        handle.createQuery(JOINS)
                .bind("areFew", areFew ? "on" : "off")
                .bind("randomPageCost", areFew ? "0.1" : "0.3")
                .map((row, context) -> true)
                .list();
    }
}
