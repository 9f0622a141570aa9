package io.farol.accounts.setting;

import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A tenant's settings: read by every feature, changed by its administrators. A tenant that never changed them has the defaults, at version 1. */
@ApplicationScoped
public class Settings {
    static final String TYPE = "SETTINGS";

    /** A rate says what one unit of another currency is worth in the reporting one, so it would say something else. */
    private static final String FIXES_CURRENCY = """
            select exists (select 1 from contract where tenant_id = :tenant) or exists (select 1 from fx_rate where tenant_id = :tenant)""";

    private final EntityManager entities;
    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Settings(EntityManager entities, Jdbi jdbi, CurrentTenant tenant, Outbox outbox, Audit audit, Clock clock) {
        this.entities = entities;
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** What is in force now. */
    @Transactional
    public TenantSettings current() {
        TenantSetting setting = find();
        ZoneId zone = ZoneId.of(setting.timeZone);
        LocalDate today = setting.businessDate == null ? LocalDate.now(clock.withZone(zone)) : setting.businessDate;
        return new TenantSettings(
                TenantSetting.idOf(tenant.get().value()),
                today,
                zone,
                Currency.getInstance(setting.reportingCurrency),
                setting.country,
                setting.language,
                setting.goLiveOn,
                setting.maxFreezeDays,
                setting.longFreezeDays);
    }

    @Transactional
    SettingsView get() {
        return SettingsView.of(find());
    }

    @Transactional
    SettingsView change(@Nullable Version expected, MergePatch<SettingsDetails> patch) {
        Version.required(expected);
        TenantSetting setting = locked();
        SettingsView before = SettingsView.of(setting);
        Version.check(expected, setting.version, () -> before);
        SettingsDetails details = patch.mergedInto(setting.details());
        if (details.equals(setting.details())) {
            return before;
        }
        checkCurrency(setting, details);
        checkBusinessDate(setting, details);
        setting.change(details, clock.instant());
        outbox.append(TYPE, setting.id, setting.version, "CHANGED");
        SettingsView after = SettingsView.of(setting);
        audit.record(TYPE, setting.id, "CHANGED", before, after);
        return after;
    }

    /** Gives a tenant that is being made what it begins with; nothing where that is the defaults. Part of the caller's transaction. */
    @Transactional
    public void begin(FirstSettings first) {
        SettingsDetails details = first.over(new TenantSetting().details());
        if (details.equals(new TenantSetting().details())) {
            return;
        }
        TenantSetting setting = locked();
        setting.change(details, clock.instant());
        outbox.append(TYPE, setting.id, setting.version, "CHANGED");
        audit.record(TYPE, setting.id, "CHANGED", null, SettingsView.of(setting));
    }

    private TenantSetting find() {
        TenantSetting stored = entities.find(
                TenantSetting.class, TenantSetting.idOf(tenant.get().value()));
        return stored == null ? new TenantSetting() : stored;
    }

    private TenantSetting locked() {
        UUID id = TenantSetting.idOf(tenant.get().value());
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into tenant_setting (tenant_id, id) values (:tenant, :id) on conflict do nothing")
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .execute());
        return entities.find(TenantSetting.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    private void checkCurrency(TenantSetting setting, SettingsDetails details) {
        boolean changes = !details.reportingCurrency().getCurrencyCode().equals(setting.reportingCurrency);
        if (changes && exists(FIXES_CURRENCY)) {
            throw new DomainException(
                    SettingsError.REPORTING_CURRENCY_FIXED,
                    "contracts or exchange rates exist",
                    Map.of("currency", setting.reportingCurrency));
        }
    }

    private void checkBusinessDate(TenantSetting setting, SettingsDetails details) {
        @Nullable LocalDate wanted = details.businessDate();
        if (wanted == null || wanted.equals(setting.businessDate)) {
            return;
        }
        if (!exists("select exists (select 1 from tenant where id = :tenant and is_sandbox)")) {
            throw new DomainException(SettingsError.NOT_A_SANDBOX, "only a sandbox has a business date of its own");
        }
        if (setting.businessDate != null && wanted.isBefore(setting.businessDate)) {
            throw new DomainException(
                    SettingsError.BUSINESS_DATE_BACKWARDS,
                    "the date only moves forward",
                    Map.of("current", setting.businessDate.toString()));
        }
    }

    private boolean exists(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("tenant", tenant.get().value())
                .mapTo(Boolean.class)
                .one());
    }
}
