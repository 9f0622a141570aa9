package io.farol.metrics.retelling;

/** What counts as one customer (metrics.md 1). */
public enum LogoTreatment {
    /** Each account. */
    ACCOUNT,
    /** An account with all its subsidiaries, in the groups of the topmost one; who belongs together is not dated, only known at a time. */
    GROUP
}
