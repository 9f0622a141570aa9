package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.daily.DailyRuns;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Tells, once in each tenant's business day, which proposals expired with the day before. */
@ApplicationScoped
class ProposalExpiry {
    private static final String JOB = "PROPOSAL_EXPIRY";

    private static final String EXPIRED = """
            select d.id, jsonb_build_object('proposalExpiredOn', null) as state_before, jsonb_build_object('proposalExpiredOn', cast(:today as date)) as state_after
              from unnest(cast(:deals as uuid[])) d (id)""";

    private final Jdbi jdbi;
    private final DailyRuns days;
    private final AccountCopies accounts;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    ProposalExpiry(Jdbi jdbi, DailyRuns days, AccountCopies accounts, Outbox outbox, Audit audit, Clock clock) {
        this.jdbi = jdbi;
        this.days = days;
        this.accounts = accounts;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        days.each(JOB, () -> accounts.calendar().today(), (tenant, today, last) -> expire(tenant, today));
    }

    private void expire(TenantId tenant, LocalDate today) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        int events = jdbi.withHandle(handle -> {
            List<UUID> deals = handle.createQuery("""
                            with expired as (
                                update proposal set expired_on = :today where tenant_id = :tenant and expires_on < :today and expired_on is null returning deal_id),
                            concerned as (
                                select d.id from deal d where d.tenant_id = :tenant and d.closed_at is null and d.archived_at is null and d.id in (select deal_id from expired)
                                 order by d.id for update)
                            update deal d set version = d.version + 1, updated_at = :now from concerned c where d.tenant_id = :tenant and d.id = c.id returning d.id""")
                    .bind("tenant", tenant.value())
                    .bind("today", today)
                    .bind("now", now)
                    .mapTo(UUID.class)
                    .list();
            audit.recordEach(
                    Deals.TYPE,
                    "PROPOSAL_EXPIRED",
                    EXPIRED,
                    Map.of(
                            "deals",
                            deals.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")),
                            "today",
                            today));
            return handle.createUpdate("""
                            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
                            select :tenant, 'DEAL', p.id, p.version, 'PROPOSAL_EXPIRED', :now, p.payload from deal_payloads(:tenant, :deals) p""")
                    .bind("tenant", tenant.value())
                    .bind("now", now)
                    .bindArray("deals", UUID.class, deals)
                    .execute();
        });
        if (events > 0) {
            outbox.stampAfterCommit();
        }
    }
}
