package io.farol.metrics.catalogue;

/** Which way a metric should go. */
public enum BetterIs {
    HIGHER,
    LOWER,
    /** Depends on what it is read with. */
    NEITHER
}
