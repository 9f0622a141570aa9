package io.farol.accounts;

import io.farol.testkit.Postgres;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The migrated database of accounts-service without the service, seen as its application role: for tests of what SQL does by itself. */
public final class AccountsSchema {
    private static final Jdbi JDBI = migrate();

    private AccountsSchema() {}

    /** Does work in one transaction of a tenant and commits it. */
    public static <T, X extends Exception> T as(String tenant, HandleCallback<T, X> work) throws X {
        return JDBI.inTransaction(handle -> {
            handle.createQuery("select set_config('app.tenant', :tenant, true)")
                    .bind("tenant", tenant)
                    .mapTo(String.class)
                    .one();
            return work.withHandle(handle);
        });
    }

    private static Jdbi migrate() {
        Map<String, String> database = Postgres.createDatabase("accounts_schema");
        Flyway.configure()
                .dataSource(
                        database.get("farol.db.url"),
                        database.get("farol.db.owner-user"),
                        database.get("farol.db.owner-password"))
                .locations("db/platform", "db/migration")
                .outOfOrder(true)
                .load()
                .migrate();
        return Jdbi.create(
                        database.get("farol.db.url"), database.get("farol.db.user"), database.get("farol.db.password"))
                .installPlugin(new PostgresPlugin());
    }
}
