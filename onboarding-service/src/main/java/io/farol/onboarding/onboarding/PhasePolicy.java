package io.farol.onboarding.onboarding;

import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingChecklistItem;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingDelivery;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingTraining;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a phase is done (the table of onboarding.md 1). */
final class PhasePolicy {
    private static final OnboardingTraining NO_TRAINING = new OnboardingTraining(null, null, null, null);
    private static final OnboardingDelivery NO_DELIVERY = new OnboardingDelivery(null, null, null);

    private PhasePolicy() {}

    /** What is still missing for a phase to be done, in the order in which people meet it. */
    static List<OnboardingCondition> missing(
            OnboardingPhase phase,
            OnboardingDetails details,
            List<SessionView> sessions,
            @Nullable LocalDate firstValueOn) {
        Missing missing = new Missing();
        switch (phase) {
            case TRIAGE -> triage(details, missing);
            case SCHEDULING -> scheduling(sessions, missing);
            case TRAINING -> training(Objects.requireNonNullElse(details.training(), NO_TRAINING), sessions, missing);
            case FIRST_VALUE -> missing.unless(firstValueOn != null, OnboardingCondition.FIRST_VALUE_EVIDENCED);
            case DELIVERY -> delivery(details, missing);
        }
        return missing.conditions;
    }

    private static void triage(OnboardingDetails details, Missing missing) {
        @Nullable
        TriageDecision decision =
                details.triage() == null ? null : details.triage().decision();
        missing.unless(decision != null, OnboardingCondition.TRIAGE_DECISION_TAKEN);
        missing.unless(decision == null || decision == TriageDecision.ACCEPT, OnboardingCondition.TRIAGE_ACCEPTED);
        missing.unless(!details.goals().isEmpty(), OnboardingCondition.GOAL_WRITTEN);
        missing.unless(!details.team().isEmpty(), OnboardingCondition.TEAM_ASSIGNED);
    }

    private static void scheduling(List<SessionView> sessions, Missing missing) {
        missing.unless(
                sessions.stream().anyMatch(one -> one.kind() == SessionKind.KICKOFF && one.isConfirmed()),
                OnboardingCondition.KICKOFF_CONFIRMED);
        missing.unless(
                sessions.stream().filter(SessionView::isMandatory).allMatch(SessionView::isConfirmed),
                OnboardingCondition.SESSIONS_CONFIRMED);
    }

    private static void training(OnboardingTraining training, List<SessionView> sessions, Missing missing) {
        List<SessionView> trainings = sessions.stream()
                .filter(one -> one.kind() == SessionKind.TRAINING && one.isMandatory())
                .toList();
        missing.unless(trainings.stream().allMatch(SessionView::isHeld), OnboardingCondition.TRAININGS_HELD);
        missing.unless(
                trainings.stream().filter(SessionView::isHeld).allMatch(one -> one.attendedCount() != null),
                OnboardingCondition.ATTENDANCE_RECORDED);
        missing.unless(training.usersToTrain() != null, OnboardingCondition.USERS_COUNTED);
        missing.unless(
                training.usersToTrain() == null
                        || Objects.requireNonNullElse(training.usersTrained(), 0) >= training.minimumTrained(),
                OnboardingCondition.USERS_TRAINED);
        missing.unless(training.csatAskedOn() != null, OnboardingCondition.TRAINING_CSAT_ASKED);
    }

    private static void delivery(OnboardingDetails details, Missing missing) {
        OnboardingDelivery delivery = Objects.requireNonNullElse(details.delivery(), NO_DELIVERY);
        missing.unless(
                !details.checklist().isEmpty()
                        && details.checklist().stream().allMatch(OnboardingChecklistItem::isDone),
                OnboardingCondition.HAND_OVER_DONE);
        missing.unless(delivery.csmAcceptedOn() != null, OnboardingCondition.CSM_ACCEPTED);
        missing.unless(delivery.clientToldOn() != null, OnboardingCondition.CLIENT_TOLD);
        missing.unless(delivery.cesAskedOn() != null, OnboardingCondition.CES_ASKED);
        missing.unless(!details.lockInFactors().isEmpty(), OnboardingCondition.LOCK_IN_RECORDED);
    }

    /** Collects what is missing. */
    private static final class Missing {
        private final List<OnboardingCondition> conditions = new ArrayList<>();

        private void unless(boolean isMet, OnboardingCondition condition) {
            if (!isMet) {
                conditions.add(condition);
            }
        }
    }
}
