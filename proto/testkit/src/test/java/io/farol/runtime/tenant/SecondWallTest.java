package io.farol.runtime.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.testkit.PgBouncer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class SecondWallTest {
    private static final List<TenantId> TENANTS =
            List.of(new TenantId("aurora"), new TenantId("boreal"), new TenantId("cometa"));
    private static final String WITHOUT_TENANT =
            "select coalesce(string_agg(distinct tenant_id, ','), '') from isolation_sample";
    private static final int THREADS = 40;
    private static final int ROUNDS = 50;

    @Inject
    Jdbi jdbi;

    @Inject
    TenantTransaction transactions;

    @BeforeEach
    void fill() throws SQLException {
        try (Connection superuser = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = superuser.createStatement()) {
            statement.execute("truncate isolation_sample");
            for (TenantId tenant : TENANTS) {
                statement.execute(
                        "insert into isolation_sample (tenant_id) select '" + tenant + "' from generate_series(1, 3)");
            }
        }
    }

    @Test
    void showsOnlyTheOwnRowsToAQueryThatForgetsTheTenant() throws Exception {
        for (TenantId tenant : TENANTS) {
            assertEquals(tenant.value(), transactions.call(tenant, this::tenantsSeen));
        }
    }

    @Test
    void showsNothingOutsideATransactionOfATenant() {
        assertEquals("", tenantsSeen());
    }

    @Test
    void refusesToWriteForAnotherTenant() {
        assertThrows(
                UnableToExecuteStatementException.class,
                () -> transactions.run(
                        TENANTS.getFirst(),
                        () -> jdbi.useHandle(
                                h -> h.execute("insert into isolation_sample (tenant_id) values ('boreal')"))));
        transactions.run(
                TENANTS.getFirst(),
                () -> assertEquals(0, (int)
                        jdbi.withHandle(h -> h.execute("delete from isolation_sample where tenant_id = 'boreal'"))));
    }

    @Test
    void keepsPooledConnectionsApart() throws Exception {
        atOnce(round -> {
            TenantId tenant = TENANTS.get(round % TENANTS.size());
            assertEquals(tenant.value(), transactions.call(tenant, this::tenantsSeen));
            assertEquals("", tenantsSeen());
        });
    }

    @Test
    void keepsTenantsApartBehindATransactionModePooler() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(ServiceUnderTest.DATABASE)) {
            atOnce(round -> {
                TenantId tenant = TENANTS.get(round % TENANTS.size());
                try (Connection connection = pooler.connect()) {
                    connection.setAutoCommit(false);
                    TenantBinding.bind(connection, Optional.of(tenant));
                    assertEquals(tenant.value(), tenantsSeen(connection));
                    connection.commit();
                    assertEquals("", tenantsSeen(connection));
                    connection.commit();
                }
            });
        }
    }

    @Test
    void wouldSeeALeakOfSessionStateBehindThePooler() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(ServiceUnderTest.DATABASE);
                Connection careless = pooler.connect();
                Connection next = pooler.connect()) {
            try (Statement statement = careless.createStatement()) {
                statement.execute("select set_config('app.tenant', 'aurora', false)");
            }

            assertEquals("aurora", tenantsSeen(next));
        }
    }

    private String tenantsSeen() {
        return jdbi.withHandle(
                h -> h.createQuery(WITHOUT_TENANT).mapTo(String.class).one());
    }

    private static String tenantsSeen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WITHOUT_TENANT)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private interface Round {
        void run(int number) throws Exception;
    }

    private static void atOnce(Round round) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                Callable<Void> work = () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        round.run(first + i);
                    }
                    return null;
                };
                running.add(threads.submit(work));
            }
        }
        for (Future<?> work : running) {
            work.get();
        }
    }
}
