package io.farol.onboarding.onboarding;

/** How an onboarding went on. */
public enum PhaseChangeKind {
    MOVED,
    COMPLETED,
    CANCELLED,
    REOPENED
}
