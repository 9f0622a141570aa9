package io.farol.metrics.retelling;

/** Whether taxes that are in the price count (metrics.md 1). */
public enum TaxTreatment {
    /** Prices as invoiced. */
    INCLUDED,
    /** Less the share that the product's rate says, whichever day the line is of. */
    NET
}
