package io.farol.pipeline.deal;

/** Where a proposal stands. */
public enum ProposalState {
    /** Not sent yet. */
    DRAFT,
    /** With the client, who may accept it. */
    SENT,
    /** Its last day has passed. */
    EXPIRED
}
