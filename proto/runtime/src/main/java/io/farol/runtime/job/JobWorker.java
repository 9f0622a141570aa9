package io.farol.runtime.job;

import io.farol.runtime.id.UuidV7;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Does this replica's share of the jobs: takes what nobody holds, at once when told and every 2 s otherwise, and shows signs of life while it works. */
@ApplicationScoped
@Unremovable
public class JobWorker {
    /** So many failures in a row, without a step done in between, end a job. */
    private static final int MOST_FAILURES = 8;

    private static final long PULSE_MILLIS = 250;

    private final String holder = UuidV7.next().toString();
    private final JobLeases leases;
    private final Jobs jobs;
    private final JobTransaction transaction;
    private final Map<String, JobHandler> handlers;
    private final Semaphore slots;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();
    private final boolean isServing;
    private volatile boolean isEnding;

    JobWorker(
            JobLeases leases,
            Jobs jobs,
            JobTransaction transaction,
            @All List<JobHandler> handlers,
            @ConfigProperty(name = "farol.mode") String mode,
            @ConfigProperty(name = "farol.jobs.workers", defaultValue = "2") int workers) {
        this.leases = leases;
        this.jobs = jobs;
        this.transaction = transaction;
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        this.isServing = mode.equals("serve");
        this.slots = new Semaphore(workers);
    }

    /** Looks for work now; returns at once. */
    public void wake() {
        if (isServing && !isEnding) {
            threads.execute(this::workThroughQueue);
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void poll() {
        wake();
    }

    /** Puts down what it holds after the transaction at hand, so that another replica goes on without waiting for the lease to end. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        putDown();
    }

    void end(@Observes ShutdownEvent event) throws InterruptedException {
        putDown();
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void putDown() {
        isEnding = true;
        running.forEach(RunningJob::stop);
    }

    private void workThroughQueue() {
        while (!isEnding && slots.tryAcquire()) {
            try {
                Optional<RunningJob> job = leases.claim(holder);
                if (job.isEmpty()) {
                    return;
                }
                work(job.get());
            } catch (RuntimeException e) {
                Log.warnf(e, "jobs cannot be looked for"); // the database is away; the next poll tries again
                return;
            } finally {
                slots.release();
            }
        }
    }

    private void work(RunningJob job) {
        running.add(job);
        if (isEnding) {
            job.stop();
        }
        Thread.ofVirtual().start(() -> showLife(job));
        try {
            handlers.get(job.kind()).run(job);
            leases.release(holder, job);
        } catch (Exception | LinkageError e) {
            failed(job, e);
        } finally {
            running.remove(job);
        }
    }

    private void showLife(RunningJob job) {
        long shown = -1;
        int silent = 0;
        try {
            for (Thread.sleep(PULSE_MILLIS); running.contains(job); Thread.sleep(PULSE_MILLIS)) {
                if (job.rowsDone() != shown || ++silent * PULSE_MILLIS >= JobLeases.SECONDS * 1000 / 4) {
                    shown = job.rowsDone();
                    silent = 0;
                    if (!leases.renew(holder, job)) {
                        job.stop(); // over, or another's
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Log.warnf(e, "lease of a job could not be renewed jobId=%s", job.id());
            job.stop();
        }
    }

    private void failed(RunningJob job, Throwable failure) {
        Log.warnf(failure, "job failed jobId=%s kind=%s subject=%s", job.id(), job.kind(), job.subject());
        try {
            int failures = leases.backOff(
                    holder, job, failure.getClass().getSimpleName()); // its message may quote a customer's values
            if (failures >= MOST_FAILURES) {
                giveUp(job);
            }
        } catch (Exception e) {
            Log.warnf(e, "a failed job waits for its lease to end jobId=%s", job.id());
        }
    }

    private void giveUp(RunningJob job) throws Exception {
        transaction.call(job.tenant(), () -> {
            Job locked = jobs.lock(job.id());
            if (locked.state() == JobState.RUNNING) {
                boolean isPartlyDone = locked.progress().accepted() > 0;
                jobs.finish(locked, isPartlyDone ? JobState.PARTIALLY_SUCCEEDED : JobState.FAILED, "INTERNAL_ERROR");
            }
            return true;
        });
        handlers.get(job.kind()).abandon(job);
        Log.errorf("job given up after repeated failures jobId=%s kind=%s", job.id(), job.kind());
    }
}
