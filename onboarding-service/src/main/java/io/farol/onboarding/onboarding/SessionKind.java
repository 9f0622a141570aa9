package io.farol.onboarding.onboarding;

/** What a session is for. */
public enum SessionKind {
    KICKOFF,
    TRAINING,
    CONFIGURATION,
    TEST,
    GO_LIVE,
    /** After go-live. */
    SUPPORT,
    OTHER
}
