package io.farol.onboarding.onboarding;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Ratio;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What people write about an onboarding; much of it is asked for before a phase can be left.
 *
 * @param ownerName who answers for the whole of it
 * @param isPaid whether the client pays for it
 * @param playbookName the playbook chosen in triage
 * @param goals what success is for the client
 * @param firstValueMilestone what will count as First Value
 * @param checklist of the hand-over to the ongoing CSM
 * @param lockInFactors what would be lost by leaving, in the good sense
 */
@Schema(name = "OnboardingChangeRequest", examples = """
        {"ownerName":"Rui","model":"HIGH_TOUCH","triage":{"decision":"ACCEPT"},"goals":[{"text":"Close the month in two days","measure":"days","target":"2"}],
         "team":[{"role":"ONBOARDING","name":"Rui"}]}""")
record OnboardingDetails(
        @Nullable @Size(min = 1, max = 200) String ownerName,
        @Nullable OnboardingModel model,
        @Nullable OnboardingTeamKind teamKind,
        @Nullable Boolean isPaid,
        @Nullable OnboardingHandOver handOver,
        @Nullable @Size(min = 1, max = 200) String playbookName,
        @Nullable OnboardingTriage triage,
        @Size(max = 50) List<OnboardingGoal> goals,
        @Size(max = 50) List<OnboardingTeamMember> team,
        @Nullable @Size(min = 1, max = 500) String firstValueMilestone,
        @Nullable OnboardingTraining training,
        @Size(max = 100) List<OnboardingChecklistItem> checklist,
        @Nullable OnboardingDelivery delivery,
        @Size(max = 100) List<OnboardingLockInFactor> lockInFactors,
        @Nullable OnboardingPlan plan) {

    OnboardingDetails {
        goals = list(goals);
        team = list(team);
        checklist = list(checklist);
        lockInFactors = list(lockInFactors);
    }

    /** As stored: an absent list is an empty one. */
    private static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    OnboardingDetails withPlan(@Nullable OnboardingPlan other) {
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
                other);
    }

    /** Who has a role in the team, if anybody. */
    @Nullable
    String nameOf(TeamRole role) {
        return team.stream()
                .filter(member -> member.role() == role)
                .map(OnboardingTeamMember::name)
                .findFirst()
                .orElse(null);
    }

    /**
     * What sales hands over.
     *
     * @param expectedExperience what the client was led to expect
     * @param investedExperience what it pays for
     */
    record OnboardingHandOver(
            @Nullable @Size(min = 1, max = 200) String sellerName,
            @Nullable @Size(min = 1, max = 2000) String promisedOutcomes,
            @Nullable @Size(min = 1, max = 2000) String expectedExperience,
            @Nullable @Size(min = 1, max = 2000) String investedExperience) {}

    /**
     * The decision of triage.
     *
     * @param badFitType mandatory when the client is returned to sales
     */
    record OnboardingTriage(
            @Nullable TriageDecision decision,
            @Nullable BadFitType badFitType,
            @Nullable @Size(min = 1, max = 2000) String note) {
        OnboardingTriage {
            if (decision == TriageDecision.RETURN_TO_SALES && badFitType == null) {
                throw DomainException.invalid(List.of(Fault.at("/badFitType", PlatformError.REQUIRED)));
            }
        }
    }

    /**
     * A goal of the client, measurable.
     *
     * @param measure in what it is measured, such as days
     * @param actual what was reached so far
     */
    record OnboardingGoal(
            @NotBlank @Size(max = 500) String text,
            @Nullable @Size(min = 1, max = 100) String measure,
            @Nullable BigDecimal target,
            @Nullable BigDecimal actual) {}

    /** Somebody who works on it. */
    record OnboardingTeamMember(
            TeamRole role, @NotBlank @Size(max = 200) String name) {}

    /**
     * How far the end users are.
     *
     * @param minimumShare share of users that must be trained before the phase can be left, 0..1; null = 0.8
     * @param csatAskedOn day on which the users were asked how content they are
     */
    record OnboardingTraining(
            @Nullable @Min(1) @Max(1_000_000) Integer usersToTrain,
            @Nullable @Min(0) @Max(1_000_000) Integer usersTrained,
            @Nullable Ratio minimumShare,
            @Nullable LocalDate csatAskedOn) {
        private static final BigDecimal MINIMUM_SHARE = new BigDecimal("0.8");

        OnboardingTraining {
            if (minimumShare != null
                    && (minimumShare.value().signum() < 0
                            || minimumShare.value().compareTo(BigDecimal.ONE) > 0)) {
                throw DomainException.invalid(
                        List.of(Fault.at("/minimumShare", PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", 1))));
            }
        }

        /** Users that must be trained: the share of them, rounded up. */
        long minimumTrained() {
            BigDecimal share = minimumShare == null ? MINIMUM_SHARE : minimumShare.value();
            return share.multiply(BigDecimal.valueOf(Objects.requireNonNullElse(usersToTrain, 0)))
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .longValueExact();
        }
    }

    /** A step of the hand-over to the ongoing CSM. */
    record OnboardingChecklistItem(
            @NotBlank @Size(max = 500) String text, boolean isDone) {}

    /**
     * How the implementation ended.
     *
     * @param csmAcceptedOn day on which the ongoing CSM took over
     * @param cesAskedOn day on which the client was asked how easy it was
     */
    record OnboardingDelivery(
            @Nullable LocalDate csmAcceptedOn,
            @Nullable LocalDate clientToldOn,
            @Nullable LocalDate cesAskedOn) {}

    /** Something that ties the client to the product. */
    record OnboardingLockInFactor(
            LockInKind kind, @NotBlank @Size(max = 500) String text) {}
}
