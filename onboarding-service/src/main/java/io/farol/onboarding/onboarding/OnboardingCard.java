package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.AccountId;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An onboarding on the board.
 *
 * @param daysInPhase pauses left out
 * @param segmentP75Days within so many days three of four onboardings of the segment were through this phase in the last year; null while fewer than five were
 * @param isLate longer in the phase than that, or beyond the phase's planned end
 * @param missing what must be so before the phase can be left
 * @param ttfvDays days from signature to First Value, pauses included; null = not yet
 * @param can what the caller may do with it now
 */
public record OnboardingCard(
        OnboardingId onboardingId,
        AccountId accountId,
        @Nullable String accountName,
        OnboardingKind kind,
        @Nullable String productName,
        OnboardingPhase phase,
        long daysInPhase,
        @Nullable Long segmentP75Days,
        boolean isLate,
        boolean isPaused,
        List<OnboardingCondition> missing,
        @Nullable LocalDate plannedGoLiveOn,
        @Nullable Long ttfvDays,
        @Nullable String ownerName,
        Version etag,
        List<OnboardingAction> can) {

    /** A card and the whole onboarding behind it. */
    record Drawn(
            OnboardingView onboarding,
            long daysInPhase,
            @Nullable Long segmentP75Days,
            boolean isLate) {
        static Drawn of(ResultSet row) throws SQLException {
            return new Drawn(
                    OnboardingRow.of(row),
                    row.getLong("days_in_phase"),
                    row.getObject("segment_p75", Long.class),
                    row.getBoolean("is_late"));
        }

        OnboardingCard card(List<OnboardingAction> can) {
            return new OnboardingCard(
                    onboarding.id(),
                    onboarding.accountId(),
                    onboarding.accountName(),
                    onboarding.kind(),
                    onboarding.productName(),
                    onboarding.phase(),
                    daysInPhase,
                    segmentP75Days,
                    isLate,
                    onboarding.state() == OnboardingState.PAUSED,
                    onboarding.missing(),
                    onboarding.plan().goLiveOn(),
                    onboarding.firstValueOn() == null
                            ? null
                            : Long.valueOf(onboarding.clock().grossDays()),
                    onboarding.ownerName(),
                    onboarding.etag(),
                    can);
        }
    }
}
