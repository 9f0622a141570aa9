package io.farol.runtime.errand;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.trace.TraceParent;
import io.opentelemetry.context.Scope;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** Runs this replica's share of the errands: at once when told, and every second whatever nobody told of. */
@ApplicationScoped
@Unremovable
class ErrandWorker {
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final List<Desk> desks;
    private final boolean isServing;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isEnding;

    ErrandWorker(Jdbi jdbi, @All List<Errand> errands, @ConfigProperty(name = "farol.mode") String mode) {
        this.desks = errands.stream().map(errand -> Desk.of(jdbi, errand)).toList();
        this.isServing = mode.equals("serve");
    }

    /** Where errands of one kind are run. */
    private record Desk(Errand errand, ErrandQueue queue, Semaphore slots) {
        static Desk of(Jdbi jdbi, Errand errand) {
            return new Desk(errand, new ErrandQueue(jdbi, errand.table()), new Semaphore(errand.atOnce()));
        }
    }

    /** Looks for work now; returns at once. */
    void wake() {
        if (isServing && !isEnding) {
            desks.forEach(desk -> threads.execute(() -> workThroughQueue(desk)));
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void poll() {
        wake();
    }

    /** Takes nothing more; what is at hand is put down after its step. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        isEnding = true;
    }

    void end(@Observes ShutdownEvent event) throws InterruptedException {
        isEnding = true;
        threads.shutdown();
        threads.awaitTermination(GOODBYE.toSeconds(), TimeUnit.SECONDS);
    }

    private void workThroughQueue(Desk desk) {
        if (!desk.slots().tryAcquire()) {
            return; // those who are at it take what is due, and the next poll what they miss
        }
        try {
            while (!isEnding) {
                Optional<DueErrand> due = desk.queue().claim(desk.errand().lease());
                if (due.isEmpty()) {
                    return;
                }
                run(desk, due.get());
            }
        } catch (RuntimeException e) {
            Log.warnf(e, "errands cannot be looked for"); // the database is away; the next poll tries again
        } finally {
            desk.slots().release();
        }
    }

    private void run(Desk desk, DueErrand due) {
        try (Scope _ = TraceParent.context(due.traceParent()).makeCurrent()) {
            tryOnce(desk, due);
        }
    }

    private void tryOnce(Desk desk, DueErrand due) {
        try {
            desk.errand().run(due.tenant(), due.subject(), () -> isEnding);
            if (isEnding) {
                desk.queue().release(due);
            }
        } catch (DomainException e) {
            Log.infof(
                    "errand waits table=%s subject=%s reason=%s",
                    desk.errand().table().name(), due.subject(), e.getMessage());
            desk.queue().later(due);
        } catch (Exception e) {
            Log.warnf(
                    e,
                    "errand failed and is run again table=%s subject=%s",
                    desk.errand().table().name(),
                    due.subject());
            desk.queue().later(due);
        }
    }
}
