package io.farol.accounts.setting;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force, as the other features need them.
 *
 * @param id of the aggregate in the feed
 * @param today the business day: a sandbox's own, else the clock's in the time zone
 * @param goLiveOn accounts served before it count as activated; null = not said
 */
public record TenantSettings(
        UUID id,
        LocalDate today,
        ZoneId timeZone,
        Currency reportingCurrency,
        String country,
        String language,
        @Nullable LocalDate goLiveOn,
        int maxFreezeDays,
        int longFreezeDays) {}
