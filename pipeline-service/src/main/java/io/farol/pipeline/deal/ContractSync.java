package io.farol.pipeline.deal;

/** Whether a won deal stands in the client's contract. */
public enum ContractSync {
    /** On its way to accounts-service. */
    PENDING,
    /** The contract says it. */
    DONE,
    /** Refused, with a reason; a person tries again. */
    FAILED,
    /** Nothing to say: not won, or imported as won. */
    NOT_APPLICABLE
}
