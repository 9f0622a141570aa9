package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells, once in each tenant's business day, which proposals expired with the day before. The first replica that enters a tenant's day does it, in one transaction; the day's row keeps others, and later
 * calls, from doing it again.
 */
@ApplicationScoped
class ProposalExpiry {
    private static final String JOB = "PROPOSAL_EXPIRY";

    private final Jdbi jdbi;
    private final TenantTransaction transaction;
    private final CurrentTenant tenant;
    private final AccountCopies accounts;
    private final Outbox outbox;
    private final Clock clock;
    private final boolean isServing;

    ProposalExpiry(
            Jdbi jdbi,
            TenantTransaction transaction,
            CurrentTenant tenant,
            AccountCopies accounts,
            Outbox outbox,
            Clock clock,
            @ConfigProperty(name = "farol.mode") String mode) {
        this.jdbi = jdbi;
        this.transaction = transaction;
        this.tenant = tenant;
        this.accounts = accounts;
        this.outbox = outbox;
        this.clock = clock;
        this.isServing = mode.equals("serve");
    }

    @Scheduled(every = "1m", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (isServing) {
            tenants().forEach(this::expire);
        }
    }

    @Transactional
    List<TenantId> tenants() {
        return jdbi.withHandle(handle -> handle.createQuery("select id from tenant where state = 'ACTIVE' order by id")
                .mapTo(String.class)
                .map(TenantId::new)
                .list());
    }

    private void expire(TenantId owner) {
        try {
            transaction.run(owner, this::expireOnce);
        } catch (RuntimeException e) {
            Log.warnf(e, "proposals could not be looked through tenant=%s", owner);
        }
    }

    private void expireOnce() {
        LocalDate today = accounts.calendar().today();
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        String owner = tenant.get().value();
        int events = jdbi.withHandle(handle -> {
            boolean isFirst = handle.createUpdate("""
                            insert into daily_run (tenant_id, job, business_date, ran_at) values (:tenant, :job, :today, :now)
                            on conflict (tenant_id, job, business_date) do nothing""")
                            .bind("tenant", owner)
                            .bind("job", JOB)
                            .bind("today", today)
                            .bind("now", now)
                            .execute()
                    == 1;
            if (!isFirst) {
                return 0;
            }
            List<java.util.UUID> deals = handle.createQuery("""
                            with expired as (
                                update proposal set expired_on = :today where tenant_id = :tenant and expires_on < :today and expired_on is null returning deal_id),
                            concerned as (
                                select d.id from deal d where d.tenant_id = :tenant and d.closed_at is null and d.archived_at is null and d.id in (select deal_id from expired)
                                 order by d.id for update)
                            update deal d set version = d.version + 1, updated_at = :now from concerned c where d.tenant_id = :tenant and d.id = c.id returning d.id""")
                    .bind("tenant", owner)
                    .bind("today", today)
                    .bind("now", now)
                    .mapTo(java.util.UUID.class)
                    .list();
            return handle.createUpdate("""
                            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                            select :tenant, 'DEAL', p.id, p.version, 'PROPOSAL_EXPIRED', :now, p.payload from deal_payloads(:tenant, :deals) p""")
                    .bind("tenant", owner)
                    .bind("now", now)
                    .bindArray("deals", java.util.UUID.class, deals)
                    .execute();
        });
        if (events > 0) {
            outbox.stampAfterCommit();
        }
    }
}
