package io.farol.metrics.catalogue;

/** How retention counts MRR whose billing is suspended (metrics.md 1). */
public enum FreezeTreatment {
    /** As 0 while it is suspended, and said as {@code ofWhichFrozen}. */
    ZERO,
    /** As if it were billed, at both ends of the window. */
    NEUTRAL
}
