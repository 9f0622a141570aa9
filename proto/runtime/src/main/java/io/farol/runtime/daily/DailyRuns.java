package io.farol.runtime.daily;

import io.farol.runtime.job.JobTransaction;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * Runs work once in each tenant's business day. The first replica that enters a tenant's day does it, in one transaction; the day's row in {@code daily_run} keeps others, and later calls, from doing
 * it again. A tenant whose work fails is logged and tried at the next call; the others have theirs.
 */
@ApplicationScoped
public class DailyRuns {
    private final Jdbi jdbi;
    private final JobTransaction transaction;
    private final Clock clock;
    private final boolean isServing;

    DailyRuns(Jdbi jdbi, JobTransaction transaction, Clock clock, @ConfigProperty(name = "farol.mode") String mode) {
        this.jdbi = jdbi;
        this.transaction = transaction;
        this.clock = clock;
        this.isServing = mode.equals("serve");
    }

    /** What is to be done; inside the tenant's transaction. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does one day's work.
         *
         * @param last the business day that was done before this one; empty = this is the first
         */
        void run(TenantId tenant, LocalDate today, Optional<LocalDate> last);
    }

    /**
     * Looks at every active tenant; to be called often, by a schedule.
     *
     * @param job name, UPPER_SNAKE
     * @param today the tenant's business day, asked inside its transaction
     */
    public void each(String job, Supplier<LocalDate> today, Work work) {
        if (isServing) {
            tenants().forEach(tenant -> one(tenant, job, today, work));
        }
    }

    private List<TenantId> tenants() {
        return jdbi.withHandle(handle -> handle.createQuery("select id from tenant where state = 'ACTIVE' order by id")
                .mapTo(String.class)
                .map(TenantId::new)
                .list());
    }

    private void one(TenantId tenant, String job, Supplier<LocalDate> today, Work work) {
        try {
            transaction.run(tenant, () -> {
                LocalDate day = today.get();
                Optional<LocalDate> last = last(tenant, job);
                if (last.filter(done -> !done.isBefore(day)).isEmpty() && isFirst(tenant, job, day)) {
                    work.run(tenant, day, last);
                }
            });
        } catch (RuntimeException e) {
            Log.warnf(e, "the day's work failed and is tried again job=%s tenant=%s", job, tenant);
        }
    }

    private Optional<LocalDate> last(TenantId tenant, String job) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select max(business_date) from daily_run where tenant_id = :tenant and job = :job")
                .bind("tenant", tenant.value())
                .bind("job", job)
                .mapTo(LocalDate.class)
                .findOne());
    }

    private boolean isFirst(TenantId tenant, String job, LocalDate day) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into daily_run (tenant_id, job, business_date, ran_at) values (:tenant, :job, :day, :now)
                        on conflict (tenant_id, job, business_date) do nothing""")
                        .bind("tenant", tenant.value())
                        .bind("job", job)
                        .bind("day", day)
                        .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                        .execute()
                == 1);
    }
}
