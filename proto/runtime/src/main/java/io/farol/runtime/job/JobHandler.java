package io.farol.runtime.job;

/** Does the jobs of one kind. A CDI bean; found by its {@link #kind()}. */
public interface JobHandler {

    /** The kind of jobs it does. */
    String kind();

    /**
     * Works on a job until it is over or {@link RunningJob#mustStop()}. May be called again for the same job, here or on another replica, after anything: each of its transactions starts with
     * {@link Jobs#lock} and does only what the locked row says is still to do.
     */
    void run(RunningJob job) throws Exception;

    /** Gives up after too many failures in a row: whatever it staged may go. The job is FAILED by the caller. */
    default void abandon(RunningJob job) {}
}
