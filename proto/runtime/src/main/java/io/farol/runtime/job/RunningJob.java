package io.farol.runtime.job;

import io.farol.runtime.tenant.TenantId;
import java.util.concurrent.atomic.AtomicLong;

/** A job in the hands of this process: which it is, how far it got, and whether to put it down. */
public final class RunningJob {
    private final JobId id;
    private final TenantId tenant;
    private final String kind;
    private final String subject;
    private final AtomicLong rowsDone = new AtomicLong();
    private volatile boolean mustStop;

    RunningJob(JobId id, TenantId tenant, String kind, String subject) {
        this.id = id;
        this.tenant = tenant;
        this.kind = kind;
        this.subject = subject;
    }

    public JobId id() {
        return id;
    }

    public TenantId tenant() {
        return tenant;
    }

    public String kind() {
        return kind;
    }

    public String subject() {
        return subject;
    }

    /** Tells clients how many rows are done, those of the open transaction included. */
    public void progress(long rows) {
        rowsDone.set(rows);
    }

    long rowsDone() {
        return rowsDone.get();
    }

    /** True when the lease was lost or the process is ending: finish the transaction at hand, then return. */
    public boolean mustStop() {
        return mustStop;
    }

    void stop() {
        mustStop = true;
    }
}
