package io.farol.onboarding.onboarding;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What must be so before a phase can be left (onboarding.md 1); the code of what is missing. */
public enum OnboardingCondition implements ErrorCode {
    TRIAGE_DECISION_TAKEN(OnboardingPhase.TRIAGE, "/triage/decision"),
    /** On hold, or returned to sales: it does not go on. */
    TRIAGE_ACCEPTED(OnboardingPhase.TRIAGE, "/triage/decision"),
    GOAL_WRITTEN(OnboardingPhase.TRIAGE, "/goals"),
    TEAM_ASSIGNED(OnboardingPhase.TRIAGE, "/team"),
    KICKOFF_CONFIRMED(OnboardingPhase.SCHEDULING, "/sessions"),
    SESSIONS_CONFIRMED(OnboardingPhase.SCHEDULING, "/sessions"),
    TRAININGS_HELD(OnboardingPhase.TRAINING, "/sessions"),
    ATTENDANCE_RECORDED(OnboardingPhase.TRAINING, "/sessions"),
    USERS_COUNTED(OnboardingPhase.TRAINING, "/training/usersToTrain"),
    USERS_TRAINED(OnboardingPhase.TRAINING, "/training/usersTrained"),
    TRAINING_CSAT_ASKED(OnboardingPhase.TRAINING, "/training/csatAskedOn"),
    FIRST_VALUE_EVIDENCED(OnboardingPhase.FIRST_VALUE, "/firstValueOn"),
    HAND_OVER_DONE(OnboardingPhase.DELIVERY, "/checklist"),
    CSM_ACCEPTED(OnboardingPhase.DELIVERY, "/delivery/csmAcceptedOn"),
    CLIENT_TOLD(OnboardingPhase.DELIVERY, "/delivery/clientToldOn"),
    CES_ASKED(OnboardingPhase.DELIVERY, "/delivery/cesAskedOn"),
    LOCK_IN_RECORDED(OnboardingPhase.DELIVERY, "/lockInFactors");

    private final OnboardingPhase phase;
    private final String pointer;

    OnboardingCondition(OnboardingPhase phase, String pointer) {
        this.phase = phase;
        this.pointer = pointer;
    }

    /** The phase that is not done without it. */
    OnboardingPhase phase() {
        return phase;
    }

    /** Where on the onboarding it is written. */
    String pointer() {
        return pointer;
    }

    @Override
    public Kind kind() {
        return Kind.UNMET;
    }
}
