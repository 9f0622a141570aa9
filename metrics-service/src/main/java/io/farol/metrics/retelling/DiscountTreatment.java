package io.farol.metrics.retelling;

/** Whether discounts count (metrics.md 1). */
public enum DiscountTreatment {
    /** MRR is what is charged. */
    SUBTRACTED,
    /** MRR is what would be charged without them: quantity × unit price / months of a billing period. */
    IGNORED
}
