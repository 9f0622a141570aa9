package io.farol.accounts.setting;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Ratio;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
 * @param grossMargin what is left of a unit of revenue, above 0 up to 1, at most 6 decimals; lifetime values are multiplied by it; null = not said
 * @param metricConventions name of the convention under which a metric is answered where none is asked for, by the metric's key, such as {@code ltv: TICKET_OVER_CHURN}; {@code GET /v1/metrics} lists
 *     both and says which default is in force; metrics that are not named, and names that the catalogue does not have, keep the catalogue's own default; absent = none
 * @param businessDate sandboxes only: the day that counts as today; null = today in the time zone
 */
@Schema(
        name = "SettingsRequest",
        examples =
                "{\"reportingCurrency\":\"BRL\",\"timeZone\":\"America/Sao_Paulo\",\"country\":\"BR\",\"stateCode\":\"SP\",\"language\":\"pt-BR\",\"maxFreezeDays\":180,\"longFreezeDays\":60,\"grossMargin\":0.8,\"metricConventions\":{\"ltv\":\"TICKET_OVER_CHURN\"}}")
record SettingsDetails(
        Currency reportingCurrency,
        @Size(min = 1, max = 60) String timeZone,

        @jakarta.validation.constraints.Pattern(regexp = "[A-Z]{2}")
        String country,

        @Nullable @jakarta.validation.constraints.Pattern(regexp = "[A-Z0-9]{1,3}")
        String stateCode,

        @jakarta.validation.constraints.Pattern(regexp = "en|pt-BR")
        String language,

        @Nullable LocalDate goLiveOn,
        @Min(1) @Max(730) int maxFreezeDays,
        @Min(1) @Max(730) int longFreezeDays,
        @Nullable Ratio grossMargin,

        @Schema(maxProperties = SettingsDetails.MOST_CONVENTIONS)
        Map<String, String> metricConventions,

        @Nullable LocalDate businessDate) {
    static final int MOST_CONVENTIONS = 100;
    private static final int MARGIN_SCALE = 6;
    private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9_]{0,59}");
    private static final Pattern CONVENTION = Pattern.compile("[A-Z][A-Z0-9_]{0,59}");

    SettingsDetails {
        grossMargin = grossMargin == null ? null : checked(grossMargin);
        metricConventions = checked(metricConventions);
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw DomainException.invalid(
                    List.of(Fault.at("/timeZone", SettingsError.UNKNOWN_TIME_ZONE, Map.of("value", timeZone))));
        }
        if (longFreezeDays > maxFreezeDays) {
            throw DomainException.invalid(List.of(
                    Fault.at("/longFreezeDays", PlatformError.OUT_OF_RANGE, Map.of("min", 1, "max", maxFreezeDays))));
        }
    }

    @Nullable
    Integer grossMarginE6() {
        return grossMargin == null
                ? null
                : Integer.valueOf(
                        grossMargin.value().movePointRight(MARGIN_SCALE).intValueExact());
    }

    static @Nullable Ratio grossMargin(@Nullable Integer e6) {
        return e6 == null
                ? null
                : new Ratio(BigDecimal.valueOf(e6, MARGIN_SCALE).stripTrailingZeros());
    }

    private static Ratio checked(Ratio margin) {
        BigDecimal value = margin.value().stripTrailingZeros();
        if (value.scale() > MARGIN_SCALE) {
            throw DomainException.invalid(
                    List.of(Fault.at("/grossMargin", PlatformError.TOO_MANY_DECIMALS, Map.of("max", MARGIN_SCALE))));
        }
        if (value.signum() <= 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw DomainException.invalid(
                    List.of(Fault.at("/grossMargin", PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", 1))));
        }
        return new Ratio(value);
    }

    private static Map<String, String> checked(Map<String, String> asked) {
        Map<String, String> named = new TreeMap<>(asked);
        List<Fault> faults = new ArrayList<>();
        named.forEach((metric, convention) -> {
            if (!METRIC.matcher(metric).matches()
                    || !CONVENTION.matcher(convention).matches()) {
                faults.add(Fault.at(
                        "/metricConventions/" + metric.replace("~", "~0").replace("/", "~1"),
                        SettingsError.NOT_A_CONVENTION,
                        Map.of("value", convention)));
            }
        });
        if (named.size() > MOST_CONVENTIONS) {
            faults.add(Fault.at(
                    "/metricConventions", PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", MOST_CONVENTIONS)));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        return named;
    }
}
