package io.farol.runtime.job;

import io.farol.runtime.tenant.TenantId;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Forgets jobs that have been over for 90 days, with everything that was reported of them. */
@ApplicationScoped
class JobRetention {
    private static final int AT_ONCE = 200;

    private final Jdbi jdbi;
    private final JobTransaction transaction;

    JobRetention(Jdbi jdbi, JobTransaction transaction) {
        this.jdbi = jdbi;
        this.transaction = transaction;
    }

    private record Old(UUID job, TenantId tenant) {}

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() throws Exception {
        List<Old> old = jdbi.withHandle(handle -> handle.createQuery(
                        "select job_id, tenant_id from job_lease where not is_open and closed_at < now() - interval '90 days' order by closed_at limit :most")
                .bind("most", AT_ONCE)
                .map((row, context) ->
                        new Old(row.getObject("job_id", UUID.class), new TenantId(row.getString("tenant_id"))))
                .list());
        for (Old each : old) {
            transaction.call(each.tenant(), () -> forget(each));
        }
    }

    private boolean forget(Old old) {
        jdbi.useHandle(handle -> {
            handle.execute("delete from job where id = ?", old.job());
            handle.execute("delete from job_lease where job_id = ?", old.job());
        });
        return true;
    }
}
