package io.farol.runtime.job;

import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Who works on which job: one process at a time, for as long as it shows that it lives. Times are the database's, so replicas' clocks do not matter. */
@ApplicationScoped
class JobLeases {
    /** A worker that stays silent for so long is taken for dead; with the poll of 2 s another one is at it within 10 s. */
    static final int SECONDS = 6;

    private final Jdbi jdbi;

    JobLeases(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Takes the next job that nobody holds. Jobs of one tenant are done one after another, in the order they were asked for; tenants side by side. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Optional<RunningJob> claim(String holder) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update job_lease l set holder = :holder, held_until = now() + :seconds * interval '1 s', attempts = attempts + 1, rows_done = 0
                        where l.job_id = (
                            select c.job_id from job_lease c
                            where c.is_open and c.held_until < now()
                              and not exists (select from job_lease e where e.is_open and e.tenant_id = c.tenant_id and e.job_id < c.job_id)
                            order by c.job_id limit 1 for update skip locked)
                        returning l.job_id, l.tenant_id, l.kind, l.subject""")
                .bind("holder", holder)
                .bind("seconds", SECONDS)
                .map((row, context) -> new RunningJob(
                        new JobId(row.getObject("job_id", UUID.class)),
                        new TenantId(row.getString("tenant_id")),
                        row.getString("kind"),
                        row.getString("subject")))
                .findOne());
    }

    /** Shows that the holder lives and how far it got; false when the lease is no longer its own. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    boolean renew(String holder, RunningJob job) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        update job_lease set held_until = now() + :seconds * interval '1 s', rows_done = :rowsDone
                        where job_id = :id and holder = :holder and is_open""")
                        .bind("seconds", SECONDS)
                        .bind("rowsDone", job.rowsDone())
                        .bind("id", job.id().value())
                        .bind("holder", holder)
                        .execute()
                == 1);
    }

    /** Puts a job down, so that anyone may take it up at once. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void release(String holder, RunningJob job) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update job_lease set held_until = now(), holder = null, failures = 0 where job_id = :id and holder = :holder")
                .bind("id", job.id().value())
                .bind("holder", holder)
                .execute());
    }

    /** Puts a job down that just failed, for longer each time; the number of failures in a row. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    int backOff(String holder, RunningJob job, String error) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update job_lease set failures = failures + 1, last_error = :error, holder = null,
                            held_until = now() + least(30, power(2, failures)) * interval '1 s'
                        where job_id = :id and holder = :holder returning failures""")
                .bind("id", job.id().value())
                .bind("holder", holder)
                .bind("error", error)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
    }
}
