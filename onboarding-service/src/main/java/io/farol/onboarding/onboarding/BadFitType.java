package io.farol.onboarding.onboarding;

/** In what a client does not fit. */
public enum BadFitType {
    TECHNICAL,
    FUNCTIONAL,
    OPERATION,
    EXPERIENCE,
    CULTURE,
    FINANCIAL
}
