package io.farol.runtime.job;

import io.farol.runtime.feed.FeedCursor;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.outbox.FeedHead;
import io.farol.runtime.outbox.Stamper;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds out from which feed position on the changes of a job can be read, once they are numbered. */
@ApplicationScoped
public class JobPositions {
    private final Stamper stamper;
    private final Jobs jobs;
    private final JobTransaction transaction;
    private final String service;

    JobPositions(
            Stamper stamper,
            Jobs jobs,
            JobTransaction transaction,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.stamper = stamper;
        this.jobs = jobs;
        this.transaction = transaction;
        this.service = service;
    }

    /** Waits for the numbering of what is committed now, and stores where it ends; gives up quietly after the patience, for whoever looks at the job next to try again. */
    public void note(TenantId tenant, JobId job, long patienceMillis) {
        try {
            FeedHead head = stamper.stampSoon().get(patienceMillis, TimeUnit.MILLISECONDS);
            FeedCursor place =
                    new FeedCursor(FeedSource.ofService(service), head.epoch(), head.batch(), head.position());
            transaction.call(tenant, () -> {
                jobs.reached(job, place.toString());
                return true;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            Log.debugf("the position of a job is not known yet jobId=%s", job);
        } catch (Exception e) {
            Log.warnf(e, "the position of a job cannot be stored jobId=%s", job);
        }
    }
}
