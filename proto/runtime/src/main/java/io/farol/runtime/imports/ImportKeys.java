package io.farol.runtime.imports;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.job.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency-Key of imports. A body that is streamed is hashed while it is staged, so the key is reserved before, by a lease that the sending request renews with each piece; the hash is
 * stored with the job, in one transaction. The same key within 24 h: the same bytes and parameters get the stored answer, others are refused.
 */
@ApplicationScoped
class ImportKeys {
    private final Jdbi jdbi;

    ImportKeys(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whose key it is: the same word of two clients, or for two things, is two keys. */
    record Scope(String tenant, String client, String thing, String key) {
        private Map<String, Object> binds() {
            return Map.of("tenant", tenant, "client", client, "thing", thing, "key", key);
        }
    }

    /** What an earlier request with this key made. */
    record Earlier(JobId job, String hash) {}

    /** Takes the key for a job to come; or tells what it made before. Refused while the first request is still sending. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Optional<Earlier> reserve(Scope scope, JobId job) {
        return jdbi.withHandle(handle -> {
            int taken = handle.createUpdate("""
                            insert into import_key (tenant_id, client, thing, key, job_id, held_until, created_at)
                            values (:tenant, :client, :thing, :key, :job, now() + interval '30 s', now())
                            on conflict (tenant_id, client, thing, key) do update
                               set job_id = excluded.job_id, request_hash = null, held_until = excluded.held_until, created_at = excluded.created_at
                             where import_key.created_at < now() - interval '24 h' or import_key.request_hash is null and import_key.held_until < now()""")
                    .bindMap(scope.binds())
                    .bind("job", job.value())
                    .execute();
            if (taken == 1) {
                return Optional.empty();
            }
            return Optional.of(handle.createQuery("""
                            select job_id, request_hash from import_key where tenant_id = :tenant and client = :client and thing = :thing and key = :key""")
                    .bindMap(scope.binds())
                    .map((row, context) -> earlier(row.getObject("job_id", UUID.class), row.getString("request_hash")))
                    .one());
        });
    }

    private static Earlier earlier(UUID job, @Nullable String hash) {
        if (hash == null) {
            throw new DomainException(
                    PlatformError.IDEMPOTENCY_IN_PROGRESS,
                    "the first request with this key is still sending",
                    Map.of("retryAfterSeconds", 1));
        }
        return new Earlier(new JobId(job), hash);
    }

    /** Shows that the request that reserved the key is still sending. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void renew(Scope scope) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update import_key set held_until = now() + interval '30 s' where tenant_id = :tenant and client = :client and thing = :thing and key = :key""").bindMap(scope.binds()).execute());
    }

    /** Binds the key to what was sent, in the transaction that makes the job. */
    @Transactional(Transactional.TxType.MANDATORY)
    void complete(Scope scope, JobId job, String hash) {
        int updated = jdbi.withHandle(handle -> handle.createUpdate("""
                        update import_key set request_hash = :hash where tenant_id = :tenant and client = :client and thing = :thing and key = :key and job_id = :job""")
                .bindMap(scope.binds())
                .bind("hash", hash)
                .bind("job", job.value())
                .execute());
        if (updated == 0) {
            throw new DomainException(
                    PlatformError.IDEMPOTENCY_IN_PROGRESS,
                    "another request took the key over",
                    Map.of("retryAfterSeconds", 1));
        }
    }

    /** Gives the key back: the request was refused and wrote nothing. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void giveBack(Scope scope, JobId job) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        delete from import_key where tenant_id = :tenant and client = :client and thing = :thing and key = :key and job_id = :job and request_hash is null""")
                .bindMap(scope.binds())
                .bind("job", job.value())
                .execute());
    }
}
