package io.farol.runtime.job;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The tenant's jobs: made by a request, moved on by their handler, read by anyone of the tenant. */
@ApplicationScoped
@Unremovable
public class Jobs {
    private static final String COLUMNS = """
            j.id, j.kind, j.subject, j.state, j.step, j.parameters::text as parameters, j.next_row, j.rows_total, j.rows_read, j.rows_accepted, j.rows_unchanged, j.rows_rejected,
            j.failure, j.position, j.created_by, j.created_at, j.finished_at""";

    private final Jdbi jdbi;
    private final Clock clock;

    Jobs(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Makes a job in the caller's transaction; {@link JobWorker#wake} after its commit has it begun at once. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void create(String tenant, Job job) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            insert into job (tenant_id, id, kind, subject, state, step, parameters, next_row, rows_total, created_by, created_at)
                            values (:tenant, :id, :kind, :subject, 'RUNNING', :step, cast(:parameters as jsonb), :nextRow, :rowsTotal, :createdBy, :createdAt)""")
                    .bind("tenant", tenant)
                    .bind("id", job.id().value())
                    .bind("kind", job.kind())
                    .bind("subject", job.subject())
                    .bind("step", job.step())
                    .bind("parameters", job.parametersJson())
                    .bind("nextRow", job.nextRow())
                    .bind("rowsTotal", job.progress().total())
                    .bind("createdBy", job.createdBy())
                    .bind("createdAt", at(job.createdAt()))
                    .execute();
            handle.createUpdate("""
                            insert into job_lease (job_id, tenant_id, kind, subject, created_at) values (:id, :tenant, :kind, :subject, :createdAt)""")
                    .bind("tenant", tenant)
                    .bind("id", job.id().value())
                    .bind("kind", job.kind())
                    .bind("subject", job.subject())
                    .bind("createdAt", at(job.createdAt()))
                    .execute();
        });
    }

    /** A job of the caller's tenant; empty when there is none of this kind and subject, also when it is another tenant's. */
    @Transactional
    public Optional<Job> find(String kind, String subject, JobId id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + """
                        , l.rows_done from job j left join job_lease l on l.job_id = j.id
                        where j.id = :id and j.kind = :kind and j.subject = :subject""")
                .bind("id", id.value())
                .bind("kind", kind)
                .bind("subject", subject)
                .map((row, context) -> job(row).withRowsDone(row.getLong("rows_done")))
                .findOne());
    }

    /** Reads a job and keeps every other worker from moving it until the transaction ends: what makes a paused worker harmless. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Job lock(JobId id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + COLUMNS + " from job j where j.id = :id for update")
                        .bind("id", id.value())
                        .map((row, context) -> job(row))
                        .one());
    }

    /** Stores how far a locked job got. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void advance(Job job) {
        jdbi.useHandle(handle -> update(handle.createUpdate("""
                update job set step = :step, next_row = :nextRow, rows_read = :read, rows_accepted = :accepted, rows_unchanged = :unchanged, rows_rejected = :rejected
                where id = :id"""), job).execute());
    }

    /** Ends a locked job. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void finish(Job job, JobState state, @Nullable String failure) {
        jdbi.useHandle(handle -> {
            update(handle.createUpdate("""
                    update job set step = :step, next_row = :nextRow, rows_read = :read, rows_accepted = :accepted, rows_unchanged = :unchanged, rows_rejected = :rejected,
                        state = :state, failure = :failure, finished_at = :now
                    where id = :id"""), job)
                    .bind("state", state.name())
                    .bind("failure", failure)
                    .bind("now", at(clock.instant()))
                    .execute();
            handle.createUpdate(
                            "update job_lease set is_open = false, closed_at = now(), rows_done = 0 where job_id = :id")
                    .bind("id", job.id().value())
                    .execute();
        });
    }

    /** Tells from which feed position on the job's changes can be read. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void reached(JobId id, String position) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update job set position = :position where id = :id and position is null and rows_accepted > 0 and coalesce(parameters ->> 'mode', '') <> 'VALIDATE'")
                .bind("id", id.value())
                .bind("position", position)
                .execute());
    }

    private static org.jdbi.v3.core.statement.Update update(org.jdbi.v3.core.statement.Update update, Job job) {
        return update.bind("id", job.id().value())
                .bind("step", job.step())
                .bind("nextRow", job.nextRow())
                .bind("read", job.progress().read())
                .bind("accepted", job.progress().accepted())
                .bind("unchanged", job.progress().unchanged())
                .bind("rejected", job.progress().rejected());
    }

    private static Job job(ResultSet row) throws SQLException {
        OffsetDateTime finishedAt = row.getObject("finished_at", OffsetDateTime.class);
        return new Job(
                new JobId(row.getObject("id", UUID.class)),
                row.getString("kind"),
                row.getString("subject"),
                JobState.valueOf(row.getString("state")),
                row.getString("step"),
                row.getString("parameters"),
                row.getLong("next_row"),
                new Job.Progress(
                        row.getLong("rows_total"),
                        row.getLong("rows_read"),
                        row.getLong("rows_accepted"),
                        row.getLong("rows_unchanged"),
                        row.getLong("rows_rejected")),
                row.getString("failure"),
                row.getString("position"),
                row.getString("created_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                finishedAt == null ? null : finishedAt.toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
