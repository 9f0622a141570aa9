package io.farol.onboarding.onboarding;

import static io.farol.onboarding.onboarding.OnboardingCondition.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingChecklistItem;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingDelivery;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingGoal;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingLockInFactor;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingTeamMember;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingTraining;
import io.farol.onboarding.onboarding.OnboardingDetails.OnboardingTriage;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.money.Ratio;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of phases in onboarding.md 1, condition by condition. */
class PhasePolicyTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final OnboardingDetails EMPTY =
            details(null, List.of(), List.of(), null, List.of(), null, List.of());

    @Test
    void triageNeedsADecisionAGoalAndATeam() {
        assertEquals(
                List.of(TRIAGE_DECISION_TAKEN, GOAL_WRITTEN, TEAM_ASSIGNED), missing(OnboardingPhase.TRIAGE, EMPTY));
        assertEquals(List.of(TRIAGE_ACCEPTED), missing(OnboardingPhase.TRIAGE, triaged(TriageDecision.HOLD)));
        assertEquals(List.of(), missing(OnboardingPhase.TRIAGE, triaged(TriageDecision.ACCEPT)));
    }

    @Test
    void schedulingNeedsTheKickoffAndEveryMandatorySessionConfirmed() {
        SessionView optional = session(SessionKind.TRAINING, false, false, false, null);
        SessionView mandatory = session(SessionKind.CONFIGURATION, true, false, false, null);
        SessionView kickoff = session(SessionKind.KICKOFF, false, true, false, null);

        assertEquals(List.of(KICKOFF_CONFIRMED), missing(OnboardingPhase.SCHEDULING, EMPTY, optional));
        assertEquals(
                List.of(KICKOFF_CONFIRMED, SESSIONS_CONFIRMED),
                missing(OnboardingPhase.SCHEDULING, EMPTY, session(SessionKind.KICKOFF, true, false, false, null)));
        assertEquals(List.of(SESSIONS_CONFIRMED), missing(OnboardingPhase.SCHEDULING, EMPTY, kickoff, mandatory));
        assertEquals(List.of(), missing(OnboardingPhase.SCHEDULING, EMPTY, kickoff, optional));
    }

    @Test
    void trainingNeedsTrainingsHeldAttendanceAShareOfUsersAndTheirCsat() {
        SessionView planned = session(SessionKind.TRAINING, true, true, false, null);
        SessionView held = session(SessionKind.TRAINING, true, true, true, null);
        SessionView attended = session(SessionKind.TRAINING, true, true, true, 0);
        SessionView optional = session(SessionKind.TRAINING, false, true, true, null);

        assertEquals(
                List.of(TRAININGS_HELD, USERS_COUNTED, TRAINING_CSAT_ASKED),
                missing(OnboardingPhase.TRAINING, EMPTY, planned));
        assertEquals(List.of(ATTENDANCE_RECORDED), missing(OnboardingPhase.TRAINING, trained(10, 10, null, DAY), held));
        assertEquals(List.of(), missing(OnboardingPhase.TRAINING, trained(10, 10, null, DAY), attended, optional));
    }

    @Test
    void theMinimumShareOfUsersIsRoundedUp() {
        assertEquals(List.of(USERS_TRAINED), missing(OnboardingPhase.TRAINING, trained(11, 8, null, DAY)));
        assertEquals(List.of(), missing(OnboardingPhase.TRAINING, trained(11, 9, null, DAY)));
        assertEquals(List.of(), missing(OnboardingPhase.TRAINING, trained(10, 5, "0.5", DAY)));
        assertEquals(List.of(USERS_TRAINED), missing(OnboardingPhase.TRAINING, trained(10, 4, "0.5", DAY)));
        assertEquals(List.of(USERS_TRAINED), missing(OnboardingPhase.TRAINING, trained(1, null, null, DAY)));
        assertEquals(List.of(TRAINING_CSAT_ASKED), missing(OnboardingPhase.TRAINING, trained(1, 1, null, null)));
    }

    @Test
    void firstValueNeedsItsEvidence() {
        assertEquals(List.of(FIRST_VALUE_EVIDENCED), missing(OnboardingPhase.FIRST_VALUE, EMPTY));
        assertEquals(List.of(), PhasePolicy.missing(OnboardingPhase.FIRST_VALUE, EMPTY, List.of(), DAY));
    }

    @Test
    void deliveryNeedsAllFiveThings() {
        assertEquals(
                List.of(HAND_OVER_DONE, CSM_ACCEPTED, CLIENT_TOLD, CES_ASKED, LOCK_IN_RECORDED),
                missing(OnboardingPhase.DELIVERY, EMPTY));
        assertEquals(
                List.of(HAND_OVER_DONE),
                missing(OnboardingPhase.DELIVERY, delivered(new OnboardingDelivery(DAY, DAY, DAY), true, false)));
        assertEquals(
                List.of(CSM_ACCEPTED),
                missing(OnboardingPhase.DELIVERY, delivered(new OnboardingDelivery(null, DAY, DAY), true)));
        assertEquals(
                List.of(CLIENT_TOLD, CES_ASKED),
                missing(OnboardingPhase.DELIVERY, delivered(new OnboardingDelivery(DAY, null, null), true)));
        assertEquals(
                List.of(), missing(OnboardingPhase.DELIVERY, delivered(new OnboardingDelivery(DAY, DAY, DAY), true)));
    }

    private static List<OnboardingCondition> missing(
            OnboardingPhase phase, OnboardingDetails details, SessionView... sessions) {
        return PhasePolicy.missing(phase, details, List.of(sessions), null);
    }

    private static OnboardingDetails triaged(TriageDecision decision) {
        return details(
                new OnboardingTriage(decision, null, null),
                List.of(new OnboardingGoal("Close in two days", "days", BigDecimal.TWO, null)),
                List.of(new OnboardingTeamMember(TeamRole.CSM, "Ana")),
                null,
                List.of(),
                null,
                List.of());
    }

    private static OnboardingDetails trained(
            int users, @Nullable Integer trained, @Nullable String share, @Nullable LocalDate csatAskedOn) {
        OnboardingTraining training = new OnboardingTraining(
                users, trained, share == null ? null : new Ratio(new BigDecimal(share)), csatAskedOn);
        return details(null, List.of(), List.of(), training, List.of(), null, List.of());
    }

    private static OnboardingDetails delivered(OnboardingDelivery delivery, boolean... done) {
        List<OnboardingChecklistItem> checklist = new java.util.ArrayList<>();
        for (boolean one : done) {
            checklist.add(new OnboardingChecklistItem("step", one));
        }
        return details(
                null,
                List.of(),
                List.of(),
                null,
                checklist,
                delivery,
                List.of(new OnboardingLockInFactor(LockInKind.DATA, "History")));
    }

    private static OnboardingDetails details(
            @Nullable OnboardingTriage triage,
            List<OnboardingGoal> goals,
            List<OnboardingTeamMember> team,
            @Nullable OnboardingTraining training,
            List<OnboardingChecklistItem> checklist,
            @Nullable OnboardingDelivery delivery,
            List<OnboardingLockInFactor> lockIn) {
        return new OnboardingDetails(
                null, null, null, null, null, null, triage, goals, team, null, training, checklist, delivery, lockIn,
                null);
    }

    private static SessionView session(
            SessionKind kind, boolean isMandatory, boolean isConfirmed, boolean isHeld, @Nullable Integer attended) {
        return new SessionView(
                new SessionId(UuidV7.next()),
                kind,
                "x",
                isMandatory,
                Instant.EPOCH,
                60,
                isConfirmed,
                isHeld,
                null,
                attended,
                null);
    }
}
