package io.farol.runtime.imports;

import io.farol.runtime.job.Job;
import io.farol.runtime.job.JobId;
import io.farol.runtime.job.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An import as its sender sees it. Once it is over, rowsRead = rowsAccepted + rowsUnchanged + rowsRejected; the exception is ATOMIC that FAILED: nothing was accepted, and the good rows are in
 * none of the three.
 *
 * @param rowsTotal rows of the file
 * @param rowsRead rows worked through so far
 * @param rowsAccepted rows that changed something; with VALIDATE, rows without a fault
 * @param rowsUnchanged rows that say what is stored already
 * @param rowsRejected rows with at least one fault
 * @param rate rows per second, from the request's end to now or to the end of the work
 * @param position feed position from which on the changes can be read; null while running and when nothing changed
 * @param failure code of what ended it apart from faults in rows; null otherwise
 * @param ignoredColumns columns of the file that fill no field, at most a hundred
 */
public record ImportView(
        JobId id,
        JobState state,
        ImportMode mode,
        long rowsTotal,
        long rowsRead,
        long rowsAccepted,
        long rowsUnchanged,
        long rowsRejected,
        long rate,
        @Nullable String position,
        @Nullable String failure,
        List<String> ignoredColumns,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    static ImportView of(Job job, ImportParameters parameters, Instant now) {
        Instant until = job.finishedAt() == null ? now : job.finishedAt();
        long millis = Math.max(1, until.toEpochMilli() - job.createdAt().toEpochMilli());
        return new ImportView(
                job.id(),
                job.state(),
                parameters.mode(),
                job.progress().total(),
                job.progress().read(),
                job.progress().accepted(),
                job.progress().unchanged(),
                job.progress().rejected(),
                job.progress().read() * 1000 / millis,
                job.position(),
                job.failure(),
                parameters.ignoredColumns(),
                job.createdAt(),
                job.finishedAt());
    }
}
