package io.farol.accounts.account;

import io.farol.accounts.setting.Settings;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.daily.DailyRuns;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Tells, once in each tenant's business day, which accounts changed their state by date alone since the day before: a contract that begins or ends, a freeze that begins or ends, an activation dated
 * ahead. Each gets a version, the event {@code STATE_CHANGED} with its whole state, and an audit row with the state before and after. A tenant's first day only marks where to begin.
 */
@ApplicationScoped
class StatesOfTheDay {
    private static final String JOB = "ACCOUNT_STATES";

    /** Whom a date between the two days concerns, with what the state follows from on each of them; locked in order, as writers do. */
    private static final String CONCERNED = """
            with concerned (id) as (
                select account_id from contract_line_term where tenant_id = :tenant and (starts_on > :last and starts_on <= :today or ends_on > :last and ends_on <= :today)
                union select account_id from account_freeze where tenant_id = :tenant and (from_on > :last and from_on <= :today or until_on > :last and until_on <= :today)
                union select id from account where tenant_id = :tenant and activated_on > :last and activated_on <= :today),
            locked as (
                select a.id, a.activated_on from account a where a.tenant_id = :tenant and a.archived_at is null and a.id in (select id from concerned) order by a.id for update)
            select l.id, l.activated_on, s.go_live_on, d.day,
                   (select min(t.starts_on) from contract_line_term t where t.tenant_id = :tenant and t.account_id = l.id and t.starts_on <= d.day) as first_served_on,
                   exists (select 1 from contract_line_term t
                            where t.tenant_id = :tenant and t.account_id = l.id and t.starts_on <= d.day and (t.ends_on is null or t.ends_on > d.day)) as is_served,
                   exists (select 1 from account_freeze f where f.tenant_id = :tenant and f.account_id = l.id and f.from_on <= d.day and f.until_on > d.day) as is_frozen
              from locked l
             cross join (values (cast(:last as date)), (cast(:today as date))) d (day)
              left join tenant_setting s on s.tenant_id = :tenant
             order by l.id, d.day""";

    private static final String STATES = """
            select id, jsonb_build_object('state', state_before) as state_before, jsonb_build_object('state', state_after, 'on', cast(:today as date)) as state_after
              from changed_state""";

    private static final String PUBLISH = """
            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
            select :tenant, 'ACCOUNT', p.id, p.version, 'STATE_CHANGED', :now, p.payload
              from account_payloads(:tenant, array(select id from changed_state order by id)) p""";

    private final Jdbi jdbi;
    private final DailyRuns days;
    private final Settings settings;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    StatesOfTheDay(Jdbi jdbi, DailyRuns days, Settings settings, Outbox outbox, Audit audit, Clock clock) {
        this.jdbi = jdbi;
        this.days = days;
        this.settings = settings;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        days.each(JOB, () -> settings.current().today(), this::tell);
    }

    private void tell(TenantId tenant, LocalDate today, Optional<LocalDate> last) {
        last.ifPresent(before -> jdbi.useHandle(handle -> tell(
                handle,
                Map.of(
                        "tenant",
                        tenant.value(),
                        "last",
                        before,
                        "today",
                        today,
                        "now",
                        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)))));
    }

    private void tell(Handle handle, Map<String, Object> binds) {
        handle.execute("create temp table changed_state (id uuid, state_before text, state_after text) on commit drop");
        if (!stage(handle, binds)) {
            return;
        }
        handle.createUpdate(
                        "update account a set version = a.version + 1, updated_at = :now from changed_state c where a.tenant_id = :tenant and a.id = c.id")
                .bindMap(binds)
                .execute();
        audit.recordEach(Accounts.TYPE, "STATE_CHANGED", STATES, new HashMap<>(binds));
        handle.createUpdate(PUBLISH).bindMap(binds).execute();
        outbox.stampAfterCommit();
    }

    /** The accounts whose state differs; the two days of one account follow each other. */
    private static boolean stage(Handle handle, Map<String, Object> binds) {
        try (PreparedBatch batch = handle.prepareBatch("insert into changed_state values (?, ?, ?)")) {
            List<OnDay> rows = handle.createQuery(CONCERNED)
                    .bindMap(binds)
                    .map((row, context) -> OnDay.of(row))
                    .list();
            for (int i = 0; i < rows.size(); i += 2) {
                OnDay before = rows.get(i);
                OnDay after = rows.get(i + 1);
                if (before.state() != after.state()) {
                    batch.add(before.id(), before.state().name(), after.state().name());
                }
            }
            boolean isAny = batch.size() > 0;
            batch.execute();
            return isAny;
        }
    }

    /** One account on one of the two days. */
    private record OnDay(UUID id, AccountState state) {
        static OnDay of(ResultSet row) throws SQLException {
            return new OnDay(
                    row.getObject("id", UUID.class),
                    AccountState.on(
                            row.getObject("day", LocalDate.class),
                            new AccountState.Facts(
                                    row.getObject("first_served_on", LocalDate.class),
                                    row.getBoolean("is_served"),
                                    row.getBoolean("is_frozen"),
                                    row.getObject("activated_on", LocalDate.class),
                                    row.getObject("go_live_on", LocalDate.class))));
        }
    }
}
