package io.farol.accounts.setting;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the whole tenant.
 *
 * @param reportingCurrency of all figures; fixed once a contract or an exchange rate exists
 * @param timeZone turns instants into business days, such as {@code America/Sao_Paulo}
 * @param country ISO 3166-1 alpha-2, of the holiday calendar
 * @param stateCode of the holiday calendar, such as {@code SP}; null = national holidays only
 * @param language {@code pt-BR} or {@code en}
 * @param goLiveOn the tenant's first day with Farol: accounts served before it count as activated; null = not said
 * @param maxFreezeDays no freeze may be longer
 * @param longFreezeDays a freeze of more days needs a leader
 * @param businessDate sandboxes only: the day that counts as today; null = today in the time zone
 */
@Schema(
        name = "SettingsRequest",
        examples =
                "{\"reportingCurrency\":\"BRL\",\"timeZone\":\"America/Sao_Paulo\",\"country\":\"BR\",\"stateCode\":\"SP\",\"language\":\"pt-BR\",\"maxFreezeDays\":180,\"longFreezeDays\":60}")
record SettingsDetails(
        Currency reportingCurrency,
        @Size(min = 1, max = 60) String timeZone,
        @Pattern(regexp = "[A-Z]{2}") String country,
        @Nullable @Pattern(regexp = "[A-Z0-9]{1,3}") String stateCode,
        @Pattern(regexp = "en|pt-BR") String language,
        @Nullable LocalDate goLiveOn,
        @Min(1) @Max(730) int maxFreezeDays,
        @Min(1) @Max(730) int longFreezeDays,
        @Nullable LocalDate businessDate) {

    SettingsDetails {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw DomainException.invalid(
                    List.of(Fault.at("/timeZone", SettingsError.UNKNOWN_TIME_ZONE, Map.of("value", timeZone))));
        }
        if (longFreezeDays > maxFreezeDays) {
            throw DomainException.invalid(List.of(
                    Fault.at("/longFreezeDays", PlatformError.OUT_OF_RANGE, Map.of("min", 1, "max", maxFreezeDays))));
        }
    }
}
