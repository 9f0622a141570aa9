package io.farol.runtime.errand;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.farol.runtime.id.UuidV7;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ErrandsTest {
    private static final TenantId TENANT = new TenantId("errands");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Errands errands;

    @Inject
    SampleErrand sample;

    @Inject
    TenantTransaction transactions;

    @Inject
    Jdbi jdbi;

    private final UUID thing = UuidV7.next();

    @Test
    void tellsWhatWasDecidedAndForgetsIt() {
        transactions.run(TENANT, () -> errands.add(SampleErrand.TABLE, thing));

        awaitForgotten();
        assertEquals(1, sample.runs(thing));
    }

    @Test
    void tellsNothingThatWasNotDecidedAfterAll() {
        assertThrows(
                IllegalStateException.class,
                () -> transactions.run(TENANT, () -> {
                    errands.add(SampleErrand.TABLE, thing);
                    throw new IllegalStateException("undo");
                }));

        assertEquals(0, count("true"));
        assertEquals(0, sample.runs(thing));
    }

    @Test
    void tellsAgainUntilTheOtherSideHasAnswered() {
        sample.failFirst(thing, 2);

        transactions.run(TENANT, () -> errands.add(SampleErrand.TABLE, thing));

        awaitForgotten();
        assertEquals(3, sample.runs(thing));
    }

    @Test
    void goesOnWithWhatADeadReplicaHeldWhenItsLeaseEnds() {
        insertHeld("1 hour");
        transactions.run(TENANT, () -> errands.add(SampleErrand.TABLE, UuidV7.next()));
        await().atMost(PATIENCE).until(() -> countAll() == 1);
        assertEquals(0, sample.runs(thing), "another replica is at it");

        jdbi.useHandle(handle ->
                handle.execute("update sample_due set held_until = clock_timestamp() where thing_id = ?", thing));

        awaitForgotten();
        assertEquals(1, sample.runs(thing));
    }

    @Test
    void putsDownWhatItHoldsAsItWas() {
        insertHeld("1 hour");
        ErrandQueue queue = new ErrandQueue(jdbi, SampleErrand.TABLE);

        jdbi.useHandle(handle -> handle.execute("update sample_due set due_at = now() + interval '1 hour'"));
        queue.release(new DueErrand(TENANT, thing, null));

        assertEquals(1, count("held_until = '-infinity' and failures = 0"));
        queue.forget(TENANT, thing);
    }

    @Test
    void waitsLongerWithEachFailureButNotForEver() {
        ErrandQueue queue = new ErrandQueue(jdbi, SampleErrand.TABLE);
        insertHeld("1 hour");

        for (int failure = 1; failure <= 12; failure++) {
            jdbi.useHandle(handle -> handle.execute("update sample_due set held_until = now() + interval '1 hour'"));
            queue.later(new DueErrand(TENANT, thing, null));
            jdbi.useHandle(handle -> handle.execute("update sample_due set held_until = now() + interval '1 hour'"));
            double longest = Math.min(30, Math.pow(2, failure - 1.0));
            assertEquals(
                    1,
                    count(
                            "failures = %d and due_at > clock_timestamp() - interval '60 s' and due_at <= clock_timestamp() + interval '%s s'"
                                    .formatted(failure, longest)));
        }
        assertEquals(1, count("due_at > clock_timestamp()"), "12 failures make a pause that lasts");
        queue.forget(TENANT, thing);
    }

    /** This replica's worker and six others at the same queue. */
    @Test
    void givesAnErrandToOneReplicaOnly() throws Exception {
        ErrandQueue queue = new ErrandQueue(jdbi, SampleErrand.TABLE);
        List<UUID> things = Stream.generate(UuidV7::next).limit(300).toList();
        Queue<UUID> claimed = new ConcurrentLinkedQueue<>();

        jdbi.useHandle(handle -> {
            PreparedBatch rows = handle.prepareBatch(
                    "insert into sample_due (tenant_id, thing_id, due_at) values (:tenant, :thing, now())");
            things.forEach(due ->
                    rows.bind("tenant", TENANT.value()).bind("thing", due).add());
            rows.execute();
        });
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int replica = 0; replica < 6; replica++) {
                replicas.execute(() -> Stream.generate(() -> queue.claim(sample.lease()))
                        .takeWhile(Optional::isPresent)
                        .forEach(due -> claimed.add(due.get().subject())));
            }
        }
        await().atMost(PATIENCE).until(() -> countAll() == claimed.size());

        assertEquals(claimed.size(), Set.copyOf(claimed).size(), "two replicas were given the same");
        assertEquals(0, claimed.stream().mapToInt(sample::runs).sum(), "what another replica held was run here");
        assertEquals(
                300, claimed.size() + things.stream().mapToInt(sample::runs).sum());
        jdbi.useHandle(handle -> handle.execute("delete from sample_due"));
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new ErrandTable("sample_due; drop", "thing_id"));
        assertThrows(IllegalArgumentException.class, () -> new ErrandTable("sample_due", "thing id"));
    }

    private void insertHeld(String forThis) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into sample_due (tenant_id, thing_id, due_at, held_until) values (?, ?, now(), now() + cast(? as interval))",
                TENANT.value(),
                thing,
                forThis));
    }

    private void awaitForgotten() {
        await().atMost(PATIENCE).until(() -> count("true") == 0);
    }

    private long count(String condition) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from sample_due where thing_id = :thing and " + condition)
                        .bind("thing", thing)
                        .mapTo(Long.class)
                        .one());
    }

    private long countAll() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from sample_due")
                .mapTo(Long.class)
                .one());
    }
}
