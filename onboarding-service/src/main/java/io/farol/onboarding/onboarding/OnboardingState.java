package io.farol.onboarding.onboarding;

/** Whether an onboarding is being worked on. */
public enum OnboardingState {
    IN_PROGRESS,
    /** The client is not available: the clock stands. */
    PAUSED,
    COMPLETED,
    CANCELLED
}
