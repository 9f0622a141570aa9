package io.farol.runtime.feed;

/** Why an event is parked. */
public enum ParkReason {
    /** It could not be applied. */
    FAILED,
    /** This version of the code does not know its type. */
    UNKNOWN_TYPE,
    /** An earlier event of its aggregate is parked. */
    WAITS_BEHIND
}
