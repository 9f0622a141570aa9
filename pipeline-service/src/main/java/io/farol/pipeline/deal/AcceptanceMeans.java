package io.farol.pipeline.deal;

/** How a client said yes. */
public enum AcceptanceMeans {
    EMAIL,
    MEETING,
    CALL,
    OTHER
}
