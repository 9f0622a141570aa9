package io.farol.bench;

import io.farol.metrics.ledger.LedgerRebuild;
import io.farol.testkit.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * A tenant's ledger rebuilt from its lines, against {@code q_rebuild.sql}, written by hand from the tables' comments, which writes the same rows into the same tables; 100,000 accounts with three
 * lines each unless another number is given. Both work in a transaction that is rolled back and on empty tables. Main figure: CPU of the database, as cores may be shared. Goal: ratio ≤ 1.3.
 */
public final class LedgerRebuildBenchmark {
    private static final String TENANT = "bench";
    private static final int ROUNDS = 5;
    private static final List<String> TABLES = List.of(
            "line_piece",
            "account_interval",
            "group_interval",
            "movement",
            "month_change",
            "contract_value",
            "cell",
            "window_cell",
            "cell_block",
            "end_cell",
            "cell_log");

    private final Handle handle;
    private final Jdbi superuser = Jdbi.create(Postgres.superuserUrl("bench"));

    private LedgerRebuildBenchmark(Handle handle) {
        this.handle = handle;
    }

    /** @param args the number of accounts, if it is not 100,000 */
    public static void main(String... args) throws Exception {
        int accounts = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
        Map<String, String> database = Postgres.createDatabase("bench");
        Flyway.configure()
                .dataSource(
                        database.get("farol.db.url"),
                        database.get("farol.db.owner-user"),
                        database.get("farol.db.owner-password"))
                .locations("classpath:db/platform", "classpath:db/migration")
                .outOfOrder(true)
                .load()
                .migrate();
        Jdbi jdbi = Jdbi.create(
                database.get("farol.db.url"), database.get("farol.db.user"), database.get("farol.db.password"));
        try (Handle handle = jdbi.open()) {
            new LedgerRebuildBenchmark(handle).measure(accounts);
        }
        System.exit(0);
    }

    private void measure(int accounts) throws Exception {
        handle.useTransaction(transaction -> {
            bind();
            for (String statement : statements("ledger_lines.sql")) {
                handle.createUpdate(statement.replace(":accounts", Integer.toString(accounts)))
                        .execute();
            }
        });
        superuser.useHandle(outside -> outside.execute("vacuum analyze"));
        List<String> script = statements("q_rebuild.sql");
        Consumer<Handle> ours = transaction -> new LedgerRebuild(transaction, TENANT).run();
        Consumer<Handle> yardstick = transaction -> script.forEach(statement -> transaction
                .createUpdate(statement)
                .bind("tenant", TENANT)
                .bind("gen", 2)
                .execute());
        expectTheSameRows(ours, yardstick);

        List<Double> wallOfOurs = new ArrayList<>();
        List<Double> wallOfYardstick = new ArrayList<>();
        double ratio = new Rounds("ledger rebuild of " + accounts + " accounts", "ms CPU", ROUNDS)
                .compare(cpu(ours, wallOfOurs), cpu(yardstick, wallOfYardstick));
        System.out.printf(
                Locale.ROOT,
                "wall clock: ours %.0f ms, yardstick %.0f ms (medians)%n",
                median(wallOfOurs),
                median(wallOfYardstick));
        System.out.printf(Locale.ROOT, "goal: ratio <= 1.3: %s%n", ratio <= 1.3 ? "met" : "missed");
    }

    private Callable<Double> cpu(Consumer<Handle> work, List<Double> wall) {
        return () -> {
            long ticks = CpuTime.ticksOfBackends();
            long start = System.nanoTime();
            undone(work, "");
            wall.add((System.nanoTime() - start) / 1e6);
            double millis = (CpuTime.ticksOfBackends() - ticks) * CpuTime.MICROS_A_TICK / 1000;
            superuser.useHandle(outside -> outside.execute("truncate " + String.join(", ", TABLES)));
            return millis;
        };
    }

    private void expectTheSameRows(Consumer<Handle> ours, Consumer<Handle> yardstick) {
        String digests = TABLES.stream()
                .map(table ->
                        ("(select '%1$s ' || count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)"
                                        + " from %1$s t where tenant_id = '%2$s' and gen = 2)")
                                .formatted(table, TENANT))
                .reduce((one, other) -> one + " || '; ' || " + other)
                .orElseThrow();
        String mine = undone(ours, "select " + digests);
        String others = undone(yardstick, "select " + digests);
        if (!mine.equals(others)) {
            throw new IllegalStateException("other rows: ours " + mine + " yardstick " + others);
        }
        System.out.println("both write the same rows (table, number, digest): " + mine);
        superuser.useHandle(outside -> outside.execute("truncate " + String.join(", ", TABLES)));
    }

    private String undone(Consumer<Handle> work, String question) {
        return handle.inTransaction(transaction -> {
            transaction.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
            bind();
            transaction.execute("set local work_mem = '64MB'");
            transaction.execute("set local jit = off");
            work.accept(transaction);
            String answer = question.isEmpty()
                    ? ""
                    : transaction.createQuery(question).mapTo(String.class).one();
            transaction.rollback();
            return answer;
        });
    }

    private void bind() {
        handle.createQuery("select set_config('app.tenant', :tenant, true)")
                .bind("tenant", TENANT)
                .mapTo(String.class)
                .one();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static List<String> statements(String resource) {
        try (InputStream in = Objects.requireNonNull(LedgerRebuildBenchmark.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\\s*\\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
