package io.farol.runtime.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What the queries of one answer see of what others write between them. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class OneSnapshotTest {
    @Inject
    Answers answers;

    @Test
    void seesTheSameInAllItsQueries() throws Exception {
        TenantId tenant = new TenantId("snapshot");

        List<Integer> counts = CurrentTenant.callAs(tenant, () -> answers.countTwice(() -> insert("snapshot")));

        assertEquals(List.of(0, 0), counts);
        assertEquals(List.of(1, 1), CurrentTenant.callAs(tenant, () -> answers.countTwice(() -> true)));
    }

    @Test
    void seesWhatOthersCommitWhereNoSnapshotIsAskedFor() throws Exception {
        TenantId tenant = new TenantId("moving");

        List<Integer> counts = CurrentTenant.callAs(tenant, () -> answers.countTwiceAsItComes(() -> insert("moving")));

        assertEquals(List.of(0, 1), counts);
    }

    @Test
    void refusesATransactionThatHasNone() {
        assertThrows(
                IllegalStateException.class,
                () -> CurrentTenant.callAs(
                        new TenantId("nested"),
                        () -> answers.countTwiceAsItComes(
                                () -> answers.countTwice(() -> true).isEmpty())));
    }

    @Test
    void isOneSnapshotInsideItself() throws Exception {
        TenantId tenant = new TenantId("inside");

        List<Integer> counts = CurrentTenant.callAs(
                tenant,
                () -> answers.countTwice(
                        () -> answers.countTwice(() -> insert("inside")).isEmpty()));

        assertEquals(List.of(0, 0), counts);
    }

    private static boolean insert(String tenant) throws SQLException {
        try (Connection superuser = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = superuser.createStatement()) {
            return statement.executeUpdate("insert into isolation_sample (tenant_id) values ('" + tenant + "')") == 1;
        }
    }

    @ApplicationScoped
    static class Answers {
        private final Jdbi jdbi;

        Answers(Jdbi jdbi) {
            this.jdbi = jdbi;
        }

        @OneSnapshot
        @Transactional
        List<Integer> countTwice(Callable<Boolean> between) throws Exception {
            return counts(between);
        }

        @Transactional
        List<Integer> countTwiceAsItComes(Callable<Boolean> between) throws Exception {
            return counts(between);
        }

        private List<Integer> counts(Callable<Boolean> between) throws Exception {
            int before = count();
            between.call();
            return List.of(before, count());
        }

        private int count() {
            return jdbi.withHandle(handle -> handle.createQuery("select count(*) from isolation_sample")
                    .mapTo(Integer.class)
                    .one());
        }
    }
}
