package io.farol.accounts.setting;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import jakarta.validation.constraints.Pattern;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a new tenant's settings begin with; what is null has its default.
 *
 * @param reportingCurrency of all figures
 * @param timeZone turns instants into business days, such as {@code America/Sao_Paulo}
 * @param country ISO 3166-1 alpha-2, of the holiday calendar
 * @param language {@code pt-BR} or {@code en}
 */
@Schema(name = "FirstSettings")
public record FirstSettings(
        @Nullable Currency reportingCurrency,
        @Nullable String timeZone,
        @Nullable @Pattern(regexp = "[A-Z]{2}") String country,
        @Nullable @Pattern(regexp = "en|pt-BR") String language) {

    /** The defaults. */
    public static final FirstSettings NONE = new FirstSettings(null, null, null, null);

    public FirstSettings {
        if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw DomainException.invalid(
                    List.of(Fault.at("/timeZone", SettingsError.UNKNOWN_TIME_ZONE, Map.of("value", timeZone))));
        }
    }

    SettingsDetails over(SettingsDetails defaults) {
        return new SettingsDetails(
                reportingCurrency == null ? defaults.reportingCurrency() : reportingCurrency,
                timeZone == null ? defaults.timeZone() : timeZone,
                country == null ? defaults.country() : country,
                defaults.stateCode(),
                language == null ? defaults.language() : language,
                defaults.goLiveOn(),
                defaults.maxFreezeDays(),
                defaults.longFreezeDays(),
                defaults.grossMargin(),
                defaults.metricConventions(),
                defaults.businessDate());
    }
}
