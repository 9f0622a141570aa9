package io.farol.runtime.imports;

import io.farol.runtime.audit.Actor;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.job.Job;
import io.farol.runtime.job.JobId;
import io.farol.runtime.job.JobState;
import io.farol.runtime.job.Jobs;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the job of a file that is staged, with its audit row and its idempotency key, in one transaction; or withdraws everything. */
@ApplicationScoped
class ImportStart {
    private static final int LONGEST_KEY = 255;

    private final Jobs jobs;
    private final ImportKeys keys;
    private final ImportDefinitions definitions;
    private final Staging staging;
    private final Audit audit;
    private final Actors actors;
    private final CurrentTenant tenant;
    private final Clock clock;

    ImportStart(
            Jobs jobs,
            ImportKeys keys,
            ImportDefinitions definitions,
            Staging staging,
            Audit audit,
            Actors actors,
            CurrentTenant tenant,
            Clock clock) {
        this.jobs = jobs;
        this.keys = keys;
        this.definitions = definitions;
        this.staging = staging;
        this.audit = audit;
        this.actors = actors;
        this.tenant = tenant;
        this.clock = clock;
    }

    /** What a job's audit row says of it. */
    record Started(String thing, ImportParameters parameters, long rowsTotal) {}

    Optional<ImportKeys.Scope> scope(String tenantId, String thing, @Nullable String key) {
        if (key == null) {
            return Optional.empty();
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw DomainException.invalid(
                    List.of(Fault.in("Idempotency-Key", PlatformError.TOO_LONG, Map.of("max", LONGEST_KEY))));
        }
        return Optional.of(new ImportKeys.Scope(tenantId, actors.current().client(), thing, key));
    }

    Optional<ImportKeys.Earlier> reserve(ImportKeys.Scope scope, JobId job) {
        return keys.reserve(scope, job);
    }

    void renew(ImportKeys.Scope scope) {
        keys.renew(scope);
    }

    boolean isSame(ImportKeys.Earlier earlier, String hash) {
        return earlier.hash().equals(hash);
    }

    @Transactional
    Job create(
            JobId id,
            ImportDefinition definition,
            ImportRequest request,
            ImportIntake.Intake taken,
            Optional<ImportKeys.Scope> key,
            String hash) {
        ImportParameters parameters = new ImportParameters(
                request.mode(),
                definition.columns().stream().map(ImportColumn::field).toList(),
                taken.present(),
                request.options(),
                taken.ignored());
        Actor actor = actors.current();
        Job job = new Job(
                id,
                ImportRunner.KIND,
                definition.thing(),
                JobState.RUNNING,
                ImportRunner.PREPARING,
                definitions.json(parameters),
                1,
                Job.Progress.ofTotal(taken.rows()),
                null,
                null,
                Objects.requireNonNullElse(actor.name(), actor.client()),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null);
        jobs.create(tenant.get().value(), job);
        key.ifPresent(scope -> keys.complete(scope, id, hash));
        audit.record(
                ImportRunner.KIND,
                id.value(),
                "STARTED",
                null,
                new Started(definition.thing(), parameters, taken.rows()));
        return job;
    }

    void withdraw(JobId job, Optional<ImportKeys.Scope> key) {
        staging.clear(job);
        key.ifPresent(scope -> keys.giveBack(scope, job));
    }
}
