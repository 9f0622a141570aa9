package io.farol.pipeline.deal;

/** What a point in negotiation is about. */
public enum NegotiationKind {
    PRICE,
    TERM,
    SCOPE,
    OTHER
}
