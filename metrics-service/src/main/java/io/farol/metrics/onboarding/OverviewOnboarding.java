package io.farol.metrics.onboarding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The onboarding of an account on its page: the one being worked on, else the latest that was not cancelled.
 *
 * @param clockStartsOn signature of the contract: from here time to First Value counts
 * @param ttfvDays days from there to First Value; null = not yet
 * @param openDays days from there to today while there is no First Value; null = there is one, or it is over
 * @param etag of the onboarding in onboarding-service, as this projection knows it
 */
public record OverviewOnboarding(
        OnboardingId onboardingId,
        String kind,
        String phase,
        String state,
        @Nullable String ownerName,
        LocalDate startedOn,
        LocalDate clockStartsOn,
        @Nullable LocalDate firstValueOn,
        @Nullable Long ttfvDays,
        @Nullable Long openDays,
        @Nullable LocalDate plannedFirstValueOn,
        @Nullable LocalDate plannedGoLiveOn,
        @Nullable LocalDate endedOn,
        List<OverviewPhase> phases,
        Version etag) {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    /** Where a phase of it stands. */
    public record OverviewPhase(
            String phase,
            String state,
            @Nullable LocalDate plannedStartsOn,
            @Nullable LocalDate plannedEndsOn,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate endedOn) {}

    static OverviewOnboarding of(ResultSet row, LocalDate today) throws SQLException {
        LocalDate clockStartsOn = row.getObject("clock_starts_on", LocalDate.class);
        @Nullable LocalDate firstValueOn = row.getObject("first_value_on", LocalDate.class);
        @Nullable LocalDate endedOn = row.getObject("ended_on", LocalDate.class);
        boolean isRunning = firstValueOn == null && endedOn == null;
        return new OverviewOnboarding(
                new OnboardingId(row.getObject("id", UUID.class)),
                row.getString("kind"),
                row.getString("phase"),
                row.getString("state"),
                row.getString("owner_name"),
                row.getObject("started_on", LocalDate.class),
                clockStartsOn,
                firstValueOn,
                firstValueOn == null ? null : Long.valueOf(ChronoUnit.DAYS.between(clockStartsOn, firstValueOn)),
                isRunning ? Long.valueOf(Math.max(0, ChronoUnit.DAYS.between(clockStartsOn, today))) : null,
                row.getObject("planned_first_value_on", LocalDate.class),
                row.getObject("planned_go_live_on", LocalDate.class),
                endedOn,
                phases(row.getString("phases")),
                new Version(row.getLong("version")));
    }

    private static List<OverviewPhase> phases(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("phases are not a list", e);
        }
    }
}
