package io.farol.accounts.setting;

import io.farol.runtime.money.Ratio;
import io.farol.runtime.rest.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The settings as answered; fields as in {@link SettingsDetails}. */
@Schema(name = "Settings")
record SettingsView(
        Version etag,
        String reportingCurrency,
        String timeZone,
        String country,
        @Nullable String stateCode,
        String language,
        @Nullable LocalDate goLiveOn,
        int maxFreezeDays,
        int longFreezeDays,
        @Nullable Ratio grossMargin,
        Map<String, String> metricConventions,
        @Nullable LocalDate businessDate,
        @Nullable Instant updatedAt) {

    static SettingsView of(TenantSetting setting) {
        return new SettingsView(
                new Version(setting.version),
                setting.reportingCurrency,
                setting.timeZone,
                setting.country,
                setting.stateCode,
                setting.language,
                setting.goLiveOn,
                setting.maxFreezeDays,
                setting.longFreezeDays,
                SettingsDetails.grossMargin(setting.grossMarginE6),
                setting.metricConventions,
                setting.businessDate,
                setting.updatedAt.equals(Instant.EPOCH) ? null : setting.updatedAt);
    }
}
