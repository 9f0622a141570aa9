package io.farol.accounts;

import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** Looks at the service's database as a superuser: what was really written. */
public final class Outside {
    private static final Jdbi JDBI = Jdbi.create(Postgres.superuserUrl(ServiceUnderTest.DATABASE));

    private Outside() {}

    /** Event types of an aggregate in the order of its versions, each with the version: {@code CREATED 1}. */
    public static List<String> events(String aggregateId) {
        return JDBI.withHandle(sql -> sql.createQuery(
                        "select event_type || ' ' || aggregate_version from outbox where aggregate_id = cast(:id as uuid) order by id")
                .bind("id", aggregateId)
                .mapTo(String.class)
                .list());
    }

    /** The newest published state of an aggregate, or a part of it by a JSON path such as {@code $.groups}. */
    public static String published(String aggregateId, String path) {
        return JDBI.withHandle(sql -> sql.createQuery(
                        "select jsonb_path_query_first(payload::jsonb, cast(:path as jsonpath))::text from outbox where aggregate_id = cast(:id as uuid) order by id desc limit 1")
                .bind("id", aggregateId)
                .bind("path", path)
                .mapTo(String.class)
                .one());
    }

    /** One number. */
    public static long count(String sql, String... binds) {
        return JDBI.withHandle(handle -> {
            var query = handle.createQuery(sql);
            for (int i = 0; i < binds.length; i++) {
                query.bind(i, binds[i]);
            }
            return query.mapTo(Long.class).one();
        });
    }

    /** One text. */
    public static String text(String sql, String bind) {
        return JDBI.withHandle(handle ->
                handle.createQuery(sql).bind(0, bind).mapTo(String.class).one());
    }

    /** Makes a tenant one with a clock of its own. */
    public static void makeSandbox(String tenant) {
        execute(
                "insert into tenant (id, is_sandbox) values (?, true) on conflict (id) do update set is_sandbox = true",
                tenant);
    }

    /** Begins something while somebody else holds a row that he changed, and lets it go on once it waits for the row. @param change with one bind */
    public static <T> CompletableFuture<T> whileLocked(String change, String bind, Supplier<T> work) {
        return JDBI.inTransaction(handle -> {
            handle.execute(change, bind);
            long own = handle.createQuery("select pg_backend_pid()")
                    .mapTo(Long.class)
                    .one();
            CompletableFuture<T> begun = CompletableFuture.supplyAsync(work);
            for (int i = 0; i < 400 && !isWaitedFor(own); i++) {
                LockSupport.parkNanos(25_000_000);
            }
            if (!isWaitedFor(own)) {
                throw new AssertionError("nobody waits for the row");
            }
            return begun;
        });
    }

    private static boolean isWaitedFor(long process) {
        return JDBI.withHandle(sql -> sql.createQuery(
                        "select exists (select 1 from pg_stat_activity where cast(:process as int) = any(pg_blocking_pids(pid)))")
                .bind("process", process)
                .mapTo(Boolean.class)
                .one());
    }

    /** Changes rows behind the service's back, such as a date that a test cannot wait for. */
    public static void execute(String sql, Object... binds) {
        JDBI.useHandle(handle -> handle.execute(sql, binds));
    }
}
