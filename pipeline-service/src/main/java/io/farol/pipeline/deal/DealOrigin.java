package io.farol.pipeline.deal;

/** Where the hypothesis came from. */
public enum DealOrigin {
    WHITESPACE,
    BATTLESHIP,
    HEALTH,
    NEWS,
    REFERRAL,
    OTHER
}
