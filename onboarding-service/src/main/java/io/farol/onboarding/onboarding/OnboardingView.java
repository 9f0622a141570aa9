package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.AccountId;
import io.farol.onboarding.account.ContractId;
import io.farol.onboarding.account.ProductId;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingChecklistItem;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingDelivery;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingGoal;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingHandOver;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingLockInFactor;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingTeamMember;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingTraining;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingTriage;
import io.farol.runtime.rest.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An onboarding as answered; fields as in {@link OnboardingDetails}, and what follows from others.
 *
 * @param accountName null while the account's own event has not arrived
 * @param contractId the account's first contract, when that opened it
 * @param clockStartsOn signature of the contract: from here time to First Value counts
 * @param clock how long it took, or takes by now
 * @param firstValue null = none yet
 * @param activationState whether accounts-service knows of the First Value
 * @param activationReason why it refused; null = it did not
 * @param missing what must be so before the present phase can be left
 * @param endReason why it was cancelled; OLD_CLIENT = the feed showed an earlier contract before anybody worked on it
 * @param can what the caller may do with it now
 */
@Schema(name = "Onboarding")
public record OnboardingView(
        OnboardingId id,
        Version etag,
        AccountId accountId,
        @Nullable String accountName,
        @Nullable ContractId contractId,
        @Nullable ProductId productId,
        @Nullable String productName,
        OnboardingKind kind,
        OnboardingPhase phase,
        OnboardingState state,
        @Nullable String ownerName,
        @Nullable OnboardingModel model,
        @Nullable OnboardingTeamKind teamKind,
        @Nullable Boolean isPaid,
        LocalDate startedOn,
        LocalDate clockStartsOn,
        OnboardingClock clock,
        @Nullable String firstValueMilestone,
        @Nullable LocalDate firstValueOn,
        @Nullable OnboardingFirstValue firstValue,
        @Nullable LocalDate plannedFirstValueOn,
        ActivationState activationState,
        @Nullable String activationReason,
        @Nullable OnboardingHandOver handOver,
        @Nullable String playbookName,
        @Nullable OnboardingTriage triage,
        List<OnboardingGoal> goals,
        List<OnboardingTeamMember> team,
        @Nullable OnboardingTraining training,
        List<OnboardingChecklistItem> checklist,
        @Nullable OnboardingDelivery delivery,
        List<OnboardingLockInFactor> lockInFactors,
        OnboardingPlan plan,
        List<PhaseView> phases,
        List<SessionView> sessions,
        List<OnboardingPause> pauses,
        List<OnboardingCondition> missing,
        @Nullable LocalDate endedOn,
        @Nullable String endReason,
        Instant createdAt,
        Instant updatedAt,
        List<OnboardingAction> can) {

    /**
     * Where a phase stands.
     *
     * @param ownerName who has the role in the team; null = nobody yet
     * @param endedOn day on which it was left
     */
    @Schema(name = "OnboardingPhaseStanding")
    public record PhaseView(
            OnboardingPhase phase,
            PhaseState state,
            TeamRole ownerRole,
            @Nullable String ownerName,
            @Nullable LocalDate plannedStartsOn,
            @Nullable LocalDate plannedEndsOn,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate endedOn,
            @Nullable String skipReason,
            List<OnboardingCondition> missing) {}

    /** A time in which the client was not available. @param untilOn first day at work again; null = still paused */
    public record OnboardingPause(
            PauseId id, LocalDate fromOn, @Nullable LocalDate untilOn, String reason) {}

    /** The evidence of First Value. */
    public record OnboardingFirstValue(
            LocalDate evidencedOn,
            FirstValueKind kind,
            String evidence,
            @Nullable String recordedByName) {}

    /**
     * Days from the start of the clock to First Value, or to today while there is none.
     *
     * @param grossDays pauses included
     * @param pausedDays of them, days in which the client was not available
     * @param netDays without them
     * @param isRunning whether the clock runs now
     */
    public record OnboardingClock(long grossDays, long pausedDays, long netDays, boolean isRunning) {}

    OnboardingDetails details() {
        return new OnboardingDetails(
                ownerName,
                model,
                teamKind,
                isPaid,
                handOver,
                playbookName,
                triage,
                goals,
                team,
                firstValueMilestone,
                training,
                checklist,
                delivery,
                lockInFactors,
                plan);
    }

    /** What is missing for a phase to be done. */
    List<OnboardingCondition> missing(OnboardingPhase of) {
        return PhasePolicy.missing(of, details(), sessions, firstValueOn);
    }

    PhaseView phase(OnboardingPhase of) {
        return phases.get(of.ordinal());
    }

    boolean isEnded() {
        return state == OnboardingState.COMPLETED || state == OnboardingState.CANCELLED;
    }

    OnboardingView allowing(List<OnboardingAction> actions) {
        return new OnboardingView(
                id,
                etag,
                accountId,
                accountName,
                contractId,
                productId,
                productName,
                kind,
                phase,
                state,
                ownerName,
                model,
                teamKind,
                isPaid,
                startedOn,
                clockStartsOn,
                clock,
                firstValueMilestone,
                firstValueOn,
                firstValue,
                plannedFirstValueOn,
                activationState,
                activationReason,
                handOver,
                playbookName,
                triage,
                goals,
                team,
                training,
                checklist,
                delivery,
                lockInFactors,
                plan,
                phases,
                sessions,
                pauses,
                missing,
                endedOn,
                endReason,
                createdAt,
                updatedAt,
                actions);
    }
}
