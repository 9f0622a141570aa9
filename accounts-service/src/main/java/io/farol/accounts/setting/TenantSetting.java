package io.farol.accounts.setting;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The settings of one tenant; its id is made from the tenant's key, so that it is the same before the row exists. */
@Entity
@Table(name = "tenant_setting")
class TenantSetting {
    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "version")
    long version = 1;

    @Column(name = "reporting_currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    String reportingCurrency = "BRL";

    @Column(name = "time_zone")
    String timeZone = "America/Sao_Paulo";

    @Column(name = "country")
    @JdbcTypeCode(SqlTypes.CHAR)
    String country = "BR";

    @Column(name = "state_code")
    @Nullable
    String stateCode;

    @Column(name = "language")
    String language = "pt-BR";

    @Column(name = "go_live_on")
    @Nullable
    LocalDate goLiveOn;

    @Column(name = "max_freeze_days")
    int maxFreezeDays = 180;

    @Column(name = "long_freeze_days")
    int longFreezeDays = 60;

    @Column(name = "gross_margin_e6")
    @Nullable
    Integer grossMarginE6;

    @Column(name = "metric_conventions")
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> metricConventions = new TreeMap<>();

    @Column(name = "business_date")
    @Nullable
    LocalDate businessDate;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    TenantSetting() {}

    static UUID idOf(String tenant) {
        return UUID.nameUUIDFromBytes(("farol:settings:" + tenant).getBytes(StandardCharsets.UTF_8));
    }

    SettingsDetails details() {
        return new SettingsDetails(
                Currency.getInstance(reportingCurrency),
                timeZone,
                country,
                stateCode,
                language,
                goLiveOn,
                maxFreezeDays,
                longFreezeDays,
                SettingsDetails.grossMargin(grossMarginE6),
                metricConventions,
                businessDate);
    }

    void change(SettingsDetails details, Instant now) {
        reportingCurrency = details.reportingCurrency().getCurrencyCode();
        timeZone = details.timeZone();
        country = details.country();
        stateCode = details.stateCode();
        language = details.language();
        goLiveOn = details.goLiveOn();
        maxFreezeDays = details.maxFreezeDays();
        longFreezeDays = details.longFreezeDays();
        grossMarginE6 = details.grossMarginE6();
        metricConventions = details.metricConventions();
        businessDate = details.businessDate();
        updatedAt = now;
        version++;
    }
}
