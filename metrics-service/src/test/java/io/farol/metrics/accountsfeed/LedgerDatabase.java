package io.farol.metrics.accountsfeed;

import io.farol.testkit.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** metrics-service's schema on real PostgreSQL, used by the restricted role inside tenants' transactions; no Quarkus around it. */
final class LedgerDatabase {
    static final String NAME = "ledger";

    private static final Map<String, String> SETTINGS = create();
    private static final Jdbi JDBI = open();

    private LedgerDatabase() {}

    static <T> T call(String tenant, Function<Handle, T> work) {
        return JDBI.inTransaction(handle -> {
            handle.createQuery("select set_config('app.tenant', :tenant, true)")
                    .bind("tenant", tenant)
                    .mapTo(String.class)
                    .one();
            return work.apply(handle);
        });
    }

    static void run(String tenant, Consumer<Handle> work) {
        call(tenant, handle -> {
            work.accept(handle);
            return true;
        });
    }

    /** For what reads inside {@link #call}. */
    static Jdbi jdbi() {
        return JDBI;
    }

    /** From outside, past row-level security. */
    static <T> T look(Function<Handle, T> work) {
        return Jdbi.create(Postgres.superuserUrl(NAME)).withHandle(work::apply);
    }

    private static Map<String, String> create() {
        Map<String, String> settings = Postgres.createDatabase(NAME);
        Flyway.configure()
                .dataSource(
                        settings.get("farol.db.url"),
                        settings.get("farol.db.owner-user"),
                        settings.get("farol.db.owner-password"))
                .locations("classpath:db/platform", "classpath:db/migration")
                .outOfOrder(true)
                .load()
                .migrate();
        return settings;
    }

    private static Jdbi open() {
        try {
            Connection connection = DriverManager.getConnection(
                    SETTINGS.get("farol.db.url"), SETTINGS.get("farol.db.user"), SETTINGS.get("farol.db.password"));
            return Jdbi.create(connection).installPlugin(new PostgresPlugin());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
