package io.farol.runtime.feed;

/** Where a rebuild stands. */
public enum RebuildState {
    /** Asked for: waiting for a replica or being worked on. */
    RUNNING,
    /** Over; answers come from what it made. */
    SUCCEEDED,
    /** Over; answers come from what was there before. */
    FAILED
}
