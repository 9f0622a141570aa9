package io.farol.metrics.movement;

/** What happened to an account's MRR on a day. */
public enum MovementKind {
    NEW,
    REACTIVATION,
    EXPANSION,
    READJUSTMENT,
    UNFREEZE,
    FREEZE,
    CONTRACTION,
    CHURN,
    /** The exchange rate moved; only with fx=CURRENT. */
    FX
}
