package io.farol.onboarding.onboarding;

import java.util.Arrays;
import java.util.List;

/** The phases of an onboarding, in their order (onboarding.md 1). */
public enum OnboardingPhase {
    /** New customers are analysed and sorted. */
    TRIAGE(TeamRole.ONBOARDING),
    /** Dates that fit both sides. */
    SCHEDULING(TeamRole.SCHEDULING),
    /** Theory and practice for end users. */
    TRAINING(TeamRole.TRAINING_SPECIALIST),
    /** A tangible result, as soon as possible. */
    FIRST_VALUE(TeamRole.ONBOARDING),
    /** The implementation team ends, the journey with the product begins. */
    DELIVERY(TeamRole.CSM);

    private final TeamRole ownerRole;

    OnboardingPhase(TeamRole ownerRole) {
        this.ownerRole = ownerRole;
    }

    /** Who answers for the phase unless the plan names another role. */
    TeamRole ownerRole() {
        return ownerRole;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    static List<String> ownerRoles() {
        return Arrays.stream(values()).map(phase -> phase.ownerRole.name()).toList();
    }
}
