package io.farol.onboarding.onboarding;

/** What the columns of the board are. */
public enum OnboardingBoardBy {
    PHASE,
    OWNER
}
