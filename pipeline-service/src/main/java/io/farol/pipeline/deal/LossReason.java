package io.farol.pipeline.deal;

/** Why a client did not buy. */
public enum LossReason {
    WRONG_TIMING,
    NO_BUDGET,
    DECISION_MAKER_NOT_ENGAGED,
    COMPETITOR,
    PRICE,
    NO_NEED,
    OTHER
}
