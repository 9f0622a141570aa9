package io.farol.runtime.job;

/** Where a job stands. */
public enum JobState {
    /** Accepted, and durable: waiting for a worker or being worked on. */
    RUNNING,
    /** Over, and nothing was refused. */
    SUCCEEDED,
    /** Over; some of it was refused, the rest was done. */
    PARTIALLY_SUCCEEDED,
    /** Over, and nothing was done. */
    FAILED
}
