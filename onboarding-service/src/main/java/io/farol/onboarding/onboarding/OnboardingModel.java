package io.farol.onboarding.onboarding;

/** How much of an onboarding people do. */
public enum OnboardingModel {
    HIGH_TOUCH,
    SELF_SERVICE,
    HYBRID
}
