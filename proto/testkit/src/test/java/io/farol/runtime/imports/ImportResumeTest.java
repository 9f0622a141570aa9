package io.farol.runtime.imports;

import static io.farol.runtime.imports.ImportCalls.count;
import static io.farol.runtime.imports.ImportCalls.finished;
import static io.farol.runtime.imports.ImportCalls.seen;
import static io.farol.runtime.imports.ImportCalls.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.runtime.job.Zombies;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to the worker of an import, each row counts once and none is missing. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ImportResumeTest {
    private static final int ROWS = 50_000;
    private static final String CSV = "externalId,name,unitPrice\n"
            + IntStream.range(0, ROWS)
                    .mapToObj(i -> "R" + i + ",Row " + i + "," + i + ".5\n")
                    .collect(Collectors.joining());

    @Inject
    Zombies zombies;

    @AfterEach
    void letMergesPass() {
        GadgetImport.beforeMerge = merges -> {};
    }

    @Test
    void goesOnAfterItsConnectionDied() {
        dieOnceAt(2, () -> terminateMerges());

        JsonPath job = finished("died", send("died", CSV, Map.of("mode", "PARTIAL")));

        assertWhole("died", job);
    }

    @Test
    void startsAnAtomicMergeAnewWhenItsWorkerDied() {
        dieOnceAt(3, () -> {
            throw new IllegalStateException("the worker dies");
        });

        JsonPath job = finished("atomicdied", send("atomicdied", CSV, Map.of()));

        assertWhole("atomicdied", job);
    }

    @Test
    void takesOverFromADeadReplicaWithinTenSeconds() {
        dieOnceAt(2, () -> {
            seen(
                    "update job_lease set holder = 'dead replica', held_until = now() + interval '6 s' where tenant_id = 'orphan' returning 1");
            throw new IllegalStateException("the worker dies");
        });

        JsonPath job = finished("orphan", send("orphan", CSV, Map.of("mode", "PARTIAL")));

        assertWhole("orphan", job);
        assertTrue(Integer.parseInt(seen("select attempts from job_lease where tenant_id = 'orphan'")) >= 2);
    }

    @Test
    void isSafeFromTwoWorkersAtOnce() throws Exception {
        dieOnceAt(1, () -> {
            seen(
                    "update job_lease set holder = 'zombie', held_until = now() + interval '1 h' where tenant_id = 'zombies' returning 1");
            throw new IllegalStateException("the worker dies");
        });
        Response accepted = send("zombies", CSV, Map.of("mode", "PARTIAL"));
        UUID id = UUID.fromString(accepted.jsonPath().getString("id"));
        Awaitility.await().until(() -> seen("select holder from job_lease where job_id = '" + id + "'")
                .equals("zombie"));

        zombies.work(id, "zombies", "gadgets", 3);

        assertWhole("zombies", finished("zombies", accepted));
    }

    private static void assertWhole(String tenant, JsonPath job) {
        assertEquals("SUCCEEDED", job.getString("state"));
        assertEquals(ROWS, job.getLong("rowsRead"));
        assertEquals(ROWS, job.getLong("rowsAccepted"));
        assertEquals(0, job.getLong("rowsUnchanged"));
        assertEquals(ROWS, count("gadget", tenant));
        assertEquals(ROWS, count("outbox", tenant));
        assertEquals("1", seen("select max(version) from gadget where tenant_id = '" + tenant + "'"));
    }

    /** Has something happen in the n-th merge from now on, once. */
    private static void dieOnceAt(int merge, Runnable death) {
        AtomicInteger left = new AtomicInteger(merge);
        GadgetImport.beforeMerge = merges -> {
            if (left.decrementAndGet() == 0) {
                death.run();
            }
        };
    }

    private static void terminateMerges() {
        seen("""
                select count(pg_terminate_backend(l.pid)) from pg_locks l join pg_class c on c.oid = l.relation
                where c.relname = 'staged' and l.mode = 'AccessExclusiveLock'""");
    }
}
