package io.farol.pipeline.deal;

/** What decided that a client bought. */
public enum WinReason {
    TIMING,
    URGENCY,
    RELATIONSHIP,
    PRICE,
    PRODUCT_FIT,
    RETURN_ON_INVESTMENT,
    OTHER
}
