package io.farol.accounts.freeze;

import io.farol.accounts.account.AccountId;
import io.farol.accounts.account.Accounts;
import io.farol.accounts.setting.Settings;
import io.farol.accounts.setting.TenantSettings;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What can be done with freezes. They belong to the account's aggregate: each change makes a new version of the account. */
@ApplicationScoped
public class Freezes {
    private static final String TYPE = "FREEZE";

    private final Accounts accounts;
    private final Settings settings;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Audit audit;
    private final Clock clock;

    Freezes(Accounts accounts, Settings settings, Jdbi jdbi, CurrentTenant tenant, Audit audit, Clock clock) {
        this.accounts = accounts;
        this.settings = settings;
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param isLeader whether the caller may decide on long freezes */
    @Transactional
    FreezeView freeze(AccountId account, @Nullable Version expected, FreezeDetails details, boolean isLeader) {
        TenantSettings policy = settings.current();
        FreezeId id = new FreezeId(UuidV7.next());
        accounts.changeBeside(account, expected, "FROZEN", () -> {
            refuseOverlap(account, details);
            checkLength(daysOnEnd(account, details), policy, isLeader);
            insert(account, id, details);
        });
        FreezeView view = find(account, id).orElseThrow();
        audit.record(TYPE, id.value(), "CREATED", null, view);
        return view.with(accounts.get(account));
    }

    /** Ends a freeze earlier than planned. */
    @Transactional
    FreezeView end(AccountId account, FreezeId id, @Nullable Version expected, LocalDate until) {
        LocalDate today = settings.current().today();
        Version.required(expected);
        FreezeView before = find(account, id).orElseThrow(DomainException::notFound);
        accounts.changeBeside(account, expected, "FREEZE_CHANGED", () -> {
            if (!before.until().isAfter(today)) {
                throw new DomainException(FreezeError.FREEZE_ENDED, "ended on " + before.until());
            }
            if (!until.isBefore(before.until())) {
                throw new DomainException(
                        FreezeError.FREEZE_ONLY_SHORTENED,
                        "only earlier",
                        Map.of("until", before.until().toString()));
            }
            shorten(id, until.isBefore(before.from()) ? before.from() : until);
        });
        FreezeView after = find(account, id).orElseThrow();
        audit.record(TYPE, id.value(), "CHANGED", before, after);
        return after.with(accounts.get(account));
    }

    /** Days of the freeze with those that it joins, day by day: an endless freeze in pieces is one too. */
    private long daysOnEnd(AccountId account, FreezeDetails details) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with recursive spell as (
                            select from_on, until_on from account_freeze where tenant_id = :tenant and account_id = :account and from_on < until_on),
                        joined (from_on, until_on) as (
                            select cast(:from as date), cast(:until as date)
                            union
                            select f.from_on, f.until_on from joined j join spell f on f.until_on = j.from_on or f.from_on = j.until_on)
                        select max(until_on) - min(from_on) from joined""")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("from", details.from())
                .bind("until", details.until())
                .mapTo(Long.class)
                .one());
    }

    private static void checkLength(long days, TenantSettings policy, boolean isLeader) {
        if (days > policy.maxFreezeDays()) {
            throw DomainException.invalid(
                    List.of(Fault.at("/until", FreezeError.FREEZE_TOO_LONG, Map.of("max", policy.maxFreezeDays()))));
        }
        if (days > policy.longFreezeDays() && !isLeader) {
            throw new DomainException(
                    FreezeError.FREEZE_NEEDS_LEADER,
                    "a long freeze needs a leader",
                    Map.of("max", policy.longFreezeDays()));
        }
    }

    private void refuseOverlap(AccountId account, FreezeDetails details) {
        jdbi.withHandle(handle -> handle.createQuery(
                                "select f.* from account_freeze f where f.tenant_id = :tenant and f.account_id = :account and f.from_on < :until and f.until_on > :from order by f.from_on limit 1")
                        .bind("tenant", tenant.get().value())
                        .bind("account", account.value())
                        .bind("from", details.from())
                        .bind("until", details.until())
                        .map((row, context) -> FreezeView.of(row))
                        .findOne())
                .ifPresent(other -> {
                    throw new DomainException(
                            FreezeError.ACCOUNT_ALREADY_FROZEN,
                            "frozen already",
                            Map.of(
                                    "freezeId", other.id(),
                                    "from", other.from().toString(),
                                    "until", other.until().toString()));
                });
    }

    private void insert(AccountId account, FreezeId id, FreezeDetails details) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into account_freeze (tenant_id, id, account_id, from_on, until_on, planned_until_on, reason, is_billing_suspended, created_at)
                        values (:tenant, :id, :account, :from, :until, :until, :reason, :suspended, :now)""")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bind("account", account.value())
                .bind("from", details.from())
                .bind("until", details.until())
                .bind("reason", details.reason().strip())
                .bind("suspended", details.isBillingSuspended() == null || details.isBillingSuspended())
                .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .execute());
    }

    private void shorten(FreezeId id, LocalDate until) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update account_freeze set until_on = :until where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bind("until", until)
                .execute());
    }

    private Optional<FreezeView> find(AccountId account, FreezeId id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select f.* from account_freeze f where f.tenant_id = :tenant and f.account_id = :account and f.id = :id")
                .bind("tenant", tenant.get().value())
                .bind("account", account.value())
                .bind("id", id.value())
                .map((row, context) -> FreezeView.of(row))
                .findOne());
    }
}
