package io.farol.onboarding.onboarding;

/** Where a phase stands. */
public enum PhaseState {
    PENDING,
    IN_PROGRESS,
    DONE,
    SKIPPED
}
