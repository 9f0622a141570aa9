package io.farol.onboarding.onboarding;

/** What triage came to. */
public enum TriageDecision {
    ACCEPT,
    HOLD,
    /** The client does not fit, and sales should know why. */
    RETURN_TO_SALES
}
