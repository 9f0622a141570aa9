package io.farol.metrics.viewpoint;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Looks up who counts in an answer about chosen accounts. To be used inside the transaction that answers. */
@ApplicationScoped
public class Populations {
    /** Up to so many are looked up once and named in each statement. */
    private static final int MOST_NAMED = 50_000;

    /** A plan made for other accounts would be a bad one; sums of some 100,000 rows are made in memory; what is read is there, too, since it is read often. They end with the transaction. */
    private static final String SETTINGS =
            "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '32MB', true), set_config('seq_page_cost', '0.1', true), set_config('random_page_cost', '0.1', true), set_config('jit', 'off', true),"
                    + " set_config('max_parallel_workers_per_gather', '0', true)";

    /** Many accounts are never looked for one by one. */
    private static final String MANY = "select set_config('enable_nestloop', 'off', true)";

    private final Jdbi jdbi;

    Populations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Member(UUID account, String value, int from, int until) {}

    /** @param groupBy null = one group; never by lines */
    public Population of(Viewpoint viewpoint, AccountFilter filter, @Nullable Dimension groupBy) {
        PopulationSql sql = new PopulationSql(filter, groupBy);
        return jdbi.withHandle(handle -> {
            execute(handle, SETTINGS);
            if (filter.isAll()) {
                return new Population(sql, null);
            }
            List<Member> members = sql.bind(
                            handle.createQuery(
                                    sql.with() + "select account_id, value, f, t from part limit " + (MOST_NAMED + 1)),
                            viewpoint)
                    .map((row, context) -> new Member(
                            row.getObject("account_id", UUID.class),
                            row.getString("value"),
                            row.getInt("f"),
                            row.getInt("t")))
                    .list();
            if (members.size() > MOST_NAMED) {
                execute(handle, MANY);
                return new Population(sql, null);
            }
            return new Population(
                    sql,
                    new Population.Members(
                            members.stream().map(Member::account).toArray(UUID[]::new),
                            members.stream().map(Member::value).toArray(String[]::new),
                            members.stream().map(Member::from).toArray(Integer[]::new),
                            members.stream().map(Member::until).toArray(Integer[]::new)));
        });
    }

    private static void execute(Handle handle, String sql) {
        handle.createQuery(sql).map((row, context) -> true).list();
    }
}
