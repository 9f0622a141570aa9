package io.farol.runtime.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that outlives its request, as stored.
 *
 * @param kind which {@link JobHandler} does it, such as {@code IMPORT}
 * @param subject what it is about, in the words of its kind, such as {@code contract-lines}
 * @param step where the work stands, in the words of its kind
 * @param parametersJson what the handler needs to know, written once
 * @param nextRow first row (1-based) that no committed transaction has worked on
 * @param progress what came of it so far; all zero counts until the first commit
 * @param failure why it ended in FAILED without looking at rows; null otherwise
 * @param position feed position at which its last event can be read; null while unknown or when it made none
 * @param createdBy name of the caller who asked for it
 * @param finishedAt null while RUNNING
 */
public record Job(
        JobId id,
        String kind,
        String subject,
        JobState state,
        String step,
        String parametersJson,
        long nextRow,
        Progress progress,
        @Nullable String failure,
        @Nullable String position,
        String createdBy,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /**
     * Counts of rows. Once a job is over, read = accepted + unchanged + rejected.
     *
     * @param total rows to work through
     * @param read rows worked through
     * @param accepted rows that changed something
     * @param unchanged rows that say what is stored already
     * @param rejected rows with at least one fault
     */
    public record Progress(long total, long read, long accepted, long unchanged, long rejected) {

        /** Nothing done yet. */
        public static Progress ofTotal(long total) {
            return new Progress(total, 0, 0, 0, 0);
        }

        /** After another chunk of rows. */
        public Progress plus(long moreRead, long moreAccepted, long moreUnchanged, long moreRejected) {
            return new Progress(
                    total,
                    read + moreRead,
                    accepted + moreAccepted,
                    unchanged + moreUnchanged,
                    rejected + moreRejected);
        }

        Progress atLeastRead(long rows) {
            return rows <= read ? this : new Progress(total, Math.min(rows, total), accepted, unchanged, rejected);
        }
    }

    /** As it is told to clients while it runs: with the rows that the open transaction has done too. */
    Job withRowsDone(long rows) {
        return state == JobState.RUNNING ? with(step, nextRow, progress.atLeastRead(rows)) : this;
    }

    /** Whether it changed something of which it is not known yet where the feed tells it. */
    public boolean needsPosition() {
        return finishedAt != null && position == null && progress.accepted() > 0;
    }

    /** As it was when it was asked for: what a repeated request is told. */
    public Job asCreated() {
        return new Job(
                id,
                kind,
                subject,
                JobState.RUNNING,
                step,
                parametersJson,
                1,
                Progress.ofTotal(progress.total()),
                null,
                null,
                createdBy,
                createdAt,
                null);
    }

    /** Further on. */
    public Job with(String newStep, long newNextRow, Progress newProgress) {
        return new Job(
                id,
                kind,
                subject,
                state,
                newStep,
                parametersJson,
                newNextRow,
                newProgress,
                failure,
                position,
                createdBy,
                createdAt,
                finishedAt);
    }
}
