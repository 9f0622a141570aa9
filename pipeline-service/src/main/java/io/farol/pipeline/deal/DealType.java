package io.farol.pipeline.deal;

/** What a deal sells to a client. Renewals and readjustments have their own tracks. */
public enum DealType {
    /** More of what they have. */
    UPSELL,
    /** Another product or service. */
    CROSS_SELL
}
