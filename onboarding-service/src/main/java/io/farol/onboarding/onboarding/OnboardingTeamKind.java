package io.farol.onboarding.onboarding;

/** Whose team does it. */
public enum OnboardingTeamKind {
    OWN,
    PARTNER
}
