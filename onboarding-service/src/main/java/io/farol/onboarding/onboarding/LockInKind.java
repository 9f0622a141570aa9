package io.farol.onboarding.onboarding;

/** What would be lost by leaving, in the good sense. */
public enum LockInKind {
    INTEGRATION,
    DATA,
    KEY_FEATURE,
    HABIT
}
