package io.farol.onboarding.onboarding;

/** How First Value became evident. */
public enum FirstValueKind {
    /** Use passed what was declared. */
    USAGE_THRESHOLD,
    CLIENT_CONFIRMED
}
