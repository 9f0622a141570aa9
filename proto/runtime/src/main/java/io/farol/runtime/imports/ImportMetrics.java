package io.farol.runtime.imports;

import io.farol.runtime.job.Job;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What an operator watches of the imports: {@code farol.import.rows}, whose rate is theirs, by thing, mode and outcome; each row counts with the commit that settles it. */
@ApplicationScoped
class ImportMetrics {
    private final MeterRegistry registry;

    ImportMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts what a committed transaction did. @param before the counts that were counted already */
    void count(String thing, ImportMode mode, Job.Progress before, Job.Progress after) {
        count(thing, mode, "ACCEPTED", after.accepted() - before.accepted());
        count(thing, mode, "UNCHANGED", after.unchanged() - before.unchanged());
        count(thing, mode, "REJECTED", after.rejected() - before.rejected());
    }

    private void count(String thing, ImportMode mode, String outcome, long rows) {
        if (rows > 0) {
            Counter.builder("farol.import.rows")
                    .description("rows of imports that are settled; VALIDATE accepts without writing")
                    .tags("thing", thing, "mode", mode.name(), "outcome", outcome)
                    .register(registry)
                    .increment(rows);
        }
    }
}
