package io.farol.metrics.accountrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.farol.metrics.LedgerRows;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Several feeds, and readers on a new day, make the same rows. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AccountRowsTest {
    private final Jdbi jdbi = Jdbi.create(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final UUID account = LedgerRows.id("Acme");

    @Test
    void isNotWrittenOverByOneThatWasMadeBefore() throws Exception {
        LedgerRows.of(tenant)
                .knownAt("2026-04-01T12:00:00Z", 1, 1)
                .account("Acme")
                .learn("Acme")
                .refreshRows("2026-04-01");
        CountDownLatch isTelling = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newSingleThreadExecutor();
                Handle newer = jdbi.open()) {
            newer.begin();
            AccountRows.refresh(newer, tenant, List.of(account), List.of());
            Future<?> older = pool.submit(() -> jdbi.useTransaction(handle -> {
                isTelling.countDown();
                AccountRows.bringTo(handle, tenant, LocalDate.of(2026, 5, 1));
                AccountRows.refresh(handle, tenant, List.of(account), List.of());
            }));
            isTelling.await();
            awaitLock();
            assertFalse(older.isDone());
            newer.execute(
                    "insert into onboarding_current (tenant_id, account_id, id, phase, is_open) values (?, ?, ?, 'TRAINING', true)",
                    tenant,
                    account,
                    UUID.randomUUID());
            AccountRows.refresh(newer, tenant, List.of(account), List.of());
            newer.commit();
            older.get();
        }

        assertEquals("TRAINING", jdbi.withHandle(handle -> handle.createQuery(
                        "select onboarding_phase from account_row where tenant_id = ? and account_id = ?")
                .bind(0, tenant)
                .bind(1, account)
                .mapTo(String.class)
                .one()));
    }

    /** Until the other connection waits for a lock of any kind. */
    private void awaitLock() throws InterruptedException {
        while (jdbi.withHandle(handle -> handle.createQuery(
                                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                        .mapTo(Long.class)
                        .one()
                == 0)) {
            Thread.sleep(5);
        }
    }
}
