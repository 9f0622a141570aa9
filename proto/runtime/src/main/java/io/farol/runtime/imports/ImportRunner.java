package io.farol.runtime.imports;

import io.farol.runtime.job.Job;
import io.farol.runtime.job.JobHandler;
import io.farol.runtime.job.JobPositions;
import io.farol.runtime.job.JobState;
import io.farol.runtime.job.JobTransaction;
import io.farol.runtime.job.Jobs;
import io.farol.runtime.job.RunningJob;
import io.farol.runtime.outbox.Outbox;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Does imports. Each transaction locks the job's row, works on the rows from {@code next_row} on, and moves {@code next_row} with its commit: whatever dies in between, nothing is done twice
 * and nothing is left out.
 *
 * <p>PREPARING looks for rows that the file has twice. CHECKING (ATOMIC, VALIDATE) goes through the whole file and only looks. MERGING writes: a chunk per transaction (PARTIAL), or all chunks
 * in one (ATOMIC).
 */
@ApplicationScoped
class ImportRunner implements JobHandler {
    static final String KIND = "IMPORT";
    static final String PREPARING = "PREPARING";
    private static final String CHECKING = "CHECKING";
    private static final String MERGING = "MERGING";
    private static final long NUMBERING_MILLIS = 10_000;

    private final Jdbi jdbi;
    private final Jobs jobs;
    private final JobTransaction transaction;
    private final ImportDefinitions definitions;
    private final ImportFaults faults;
    private final JobPositions positions;
    private final Staging staging;
    private final Outbox outbox;
    private final Clock clock;
    private final ImportMetrics metrics;
    private final int chunkRows;

    ImportRunner(
            Jdbi jdbi,
            Jobs jobs,
            JobTransaction transaction,
            ImportDefinitions definitions,
            ImportFaults faults,
            JobPositions positions,
            Staging staging,
            Outbox outbox,
            Clock clock,
            ImportMetrics metrics,
            @ConfigProperty(name = "farol.imports.chunk-rows", defaultValue = "20000") int chunkRows) {
        this.jdbi = jdbi;
        this.jobs = jobs;
        this.transaction = transaction;
        this.definitions = definitions;
        this.faults = faults;
        this.positions = positions;
        this.staging = staging;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
        this.chunkRows = chunkRows;
    }

    /** A merge that has to be one transaction met rows that have faults now, although they had none when they were checked. */
    private static final class ChangedMeanwhile extends RuntimeException {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(RunningJob running) throws Exception {
        ImportDefinition definition = definitions.get(running.subject());
        int rows = chunkRows;
        Job.Progress counted =
                transaction.call(running.tenant(), () -> jobs.lock(running.id()).progress());
        while (!running.mustStop()) {
            int size = rows;
            try {
                Step done = transaction.call(
                        running.tenant(),
                        () -> jdbi.withHandle(
                                handle -> new Step(step(running, definition, handle, size), jobs.lock(running.id()))));
                Job.Progress now = done.job().progress();
                metrics.count(
                        definition.thing(), definitions.parameters(done.job()).mode(), counted, now);
                counted = now;
                if (done.isOver()) {
                    positions.note(running.tenant(), running.id(), NUMBERING_MILLIS);
                    staging.clear(running.id());
                    return;
                }
                rows = Math.min(chunkRows, rows * 2);
            } catch (ChangedMeanwhile e) {
                transaction.call(running.tenant(), () -> checkAgain(running));
            } catch (JdbiException e) {
                if (!isRowsFault(e)) {
                    throw e;
                }
                Log.infof("import narrows down refused rows jobId=%s rows=%d", running.id(), size);
                rows = transaction.call(
                        running.tenant(), () -> jdbi.withHandle(handle -> narrow(running, definition, handle, size)));
            }
        }
    }

    @Override
    public void abandon(RunningJob running) {
        staging.clear(running.id());
    }

    /** What a transaction came to. */
    private record Step(boolean isOver, Job job) {}

    /** One transaction; true when the job is over. */
    private boolean step(RunningJob running, ImportDefinition definition, Handle handle, int rows) {
        Job job = jobs.lock(running.id());
        if (job.state() != JobState.RUNNING) {
            return true;
        }
        ImportParameters parameters = definitions.parameters(job);
        Work work = new Work(running, job, parameters, definition, handle);
        return switch (job.step()) {
            case PREPARING -> {
                ImportDuplicates.mark(handle, definition, parameters, job.id());
                String next = parameters.mode() == ImportMode.PARTIAL ? MERGING : CHECKING;
                jobs.advance(job.with(next, 1, job.progress()));
                yield false;
            }
            case CHECKING -> check(work, rows);
            case MERGING -> parameters.mode() == ImportMode.ATOMIC ? mergeAll(work, rows) : mergeChunk(work, rows);
            default -> throw new IllegalStateException("no such step of an import");
        };
    }

    /** What one transaction works with. */
    private record Work(
            RunningJob running, Job job, ImportParameters parameters, ImportDefinition definition, Handle handle) {

        StagedTable table() {
            return new StagedTable(handle, definition, job.id().value(), parameters.columns());
        }
    }

    private boolean check(Work work, int rows) {
        Job job = work.job();
        StagedTable table = work.table();
        table.create();
        long until = job.nextRow() + rows;
        long read = table.fill(job.nextRow(), until);
        ImportChunk chunk = chunk(work, table);
        work.definition().resolve(chunk);
        work.definition().check(chunk);
        long rejected = keepFaults(work, table, until);
        boolean isTrial = work.parameters().mode() == ImportMode.VALIDATE;
        Job after = job.with(
                CHECKING, until, job.progress().plus(isTrial ? read : 0, isTrial ? read - rejected : 0, 0, rejected));
        if (until <= job.progress().total()) {
            jobs.advance(after);
            return false;
        }
        if (isTrial) {
            return finish(work, after);
        }
        if (after.progress().rejected() > 0) {
            Job.Progress counts = after.progress();
            return finish(work, after.with(CHECKING, until, counts.plus(counts.total() - counts.read(), 0, 0, 0)));
        }
        jobs.advance(job.with(MERGING, 1, Job.Progress.ofTotal(job.progress().total())));
        return false;
    }

    private boolean mergeChunk(Work work, int rows) {
        Job job = work.job();
        StagedTable table = work.table();
        table.create();
        Job after = merge(work, table, job, rows);
        if (after.nextRow() <= job.progress().total()) {
            jobs.advance(after);
            return false;
        }
        return finish(work, after);
    }

    private boolean mergeAll(Work work, int rows) {
        StagedTable table = work.table();
        table.create();
        Job job = work.job();
        do {
            job = merge(work, table, job, rows);
            if (job.progress().rejected() > 0) {
                throw new ChangedMeanwhile();
            }
        } while (job.nextRow() <= job.progress().total());
        return finish(work, job);
    }

    private Job merge(Work work, StagedTable table, Job job, int rows) {
        long until = job.nextRow() + rows;
        long read = table.fill(job.nextRow(), until);
        ImportChunk chunk = chunk(work, table);
        work.definition().resolve(chunk);
        work.definition().check(chunk);
        long rejected = keepFaults(
                new Work(work.running(), job, work.parameters(), work.definition(), work.handle()), table, until);
        long accepted = read == rejected ? 0 : work.definition().merge(chunk);
        if (accepted > 0) {
            outbox.stampAfterCommit();
        }
        Job after = job.with(MERGING, until, job.progress().plus(read, accepted, read - rejected - accepted, rejected));
        work.running().progress(after.progress().read());
        return after;
    }

    private long keepFaults(Work work, StagedTable table, long until) {
        long rejected = table.removeFaulty();
        if (rejected > 0) {
            faults.keep(
                    work.handle(),
                    work.running().tenant().value(),
                    work.job().id(),
                    work.job().nextRow(),
                    until);
        }
        return rejected;
    }

    private boolean finish(Work work, Job after) {
        Job.Progress counts = after.progress();
        boolean isAtomic = work.parameters().mode() == ImportMode.ATOMIC;
        JobState state = counts.rejected() == 0
                ? JobState.SUCCEEDED
                : isAtomic || counts.rejected() == counts.total() ? JobState.FAILED : JobState.PARTIALLY_SUCCEEDED;
        jobs.finish(after, state, null);
        return true;
    }

    private boolean checkAgain(RunningJob running) {
        Job job = jobs.lock(running.id());
        if (job.state() == JobState.RUNNING) {
            jobs.advance(
                    job.with(CHECKING, 1, Job.Progress.ofTotal(job.progress().total())));
        }
        return true;
    }

    /** The database refused something in a chunk for a rule that no check names: smaller chunks find out which row it is. ATOMIC needs only to know that there is one. */
    private int narrow(RunningJob running, ImportDefinition definition, Handle handle, int rows) {
        Job job = jobs.lock(running.id());
        ImportParameters parameters = definitions.parameters(job);
        if (parameters.mode() == ImportMode.ATOMIC) {
            Job.Progress none = Job.Progress.ofTotal(job.progress().total());
            Job after = job.with(job.step(), job.nextRow(), none.plus(none.total(), 0, 0, 0));
            jobs.finish(after, JobState.FAILED, ImportError.ROW_REFUSED.name());
        } else if (rows == 1) {
            handle.createUpdate("""
                            update import_row set faults = coalesce(faults, '[]') || jsonb_build_object('field', null, 'value', null, 'code', cast(:code as text), 'params', '{}'::jsonb)
                            where job_id = :job and row_no = :row""")
                    .bind("code", ImportError.ROW_REFUSED.name())
                    .bind("job", job.id().value())
                    .bind("row", job.nextRow())
                    .execute();
        }
        return Math.max(1, rows / 2);
    }

    /** Data exceptions and broken constraints are the rows' fault; everything else is worth another try. */
    private static boolean isRowsFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }

    private ImportChunk chunk(Work work, StagedTable table) {
        Map<String, Object> binds = new HashMap<>(ImportChunk.binds(
                work.running().tenant().value(),
                work.job().id().value(),
                clock.instant(),
                work.job().createdBy()));
        work.parameters().options().forEach(binds::put);
        work.definition().options().forEach(option -> binds.putIfAbsent(option, false));
        work.definition()
                .columns()
                .forEach(column -> binds.put(
                        "has_" + column.sqlName(), work.parameters().present().contains(column.field())));
        return new ImportChunk(work.handle(), binds, table.ofFile());
    }
}
