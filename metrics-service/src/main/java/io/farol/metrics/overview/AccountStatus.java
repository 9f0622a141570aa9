package io.farol.metrics.overview;

/** Where an account stands on a day, as accounts-service derives it. */
public enum AccountStatus {
    /** No contract yet, or a future one. */
    PROSPECT,
    /** Under contract, before First Value. */
    ONBOARDING,
    /** Under contract, activated. */
    ACTIVE,
    /** Under contract, suspended for a time. */
    FROZEN,
    /** Had a contract, has none now. */
    CHURNED
}
