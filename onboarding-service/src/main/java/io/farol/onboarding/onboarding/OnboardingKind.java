package io.farol.onboarding.onboarding;

/** What opened an onboarding. */
public enum OnboardingKind {
    /** An account's first contract. */
    FIRST,
    /** A product sold later. */
    PRODUCT,
    /** A person. */
    MANUAL
}
