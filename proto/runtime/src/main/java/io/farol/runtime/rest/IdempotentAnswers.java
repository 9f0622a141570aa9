package io.farol.runtime.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jboss.resteasy.reactive.RestResponse;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The stored answers behind {@link Idempotent}. */
@ApplicationScoped
class IdempotentAnswers {
    private static final Duration KEPT = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final TenantTransaction transactions;
    private final TransactionSynchronizationRegistry running;
    private final ObjectMapper json;
    private final Clock clock;

    IdempotentAnswers(
            Jdbi jdbi,
            CurrentTenant tenant,
            TenantTransaction transactions,
            TransactionSynchronizationRegistry running,
            ObjectMapper json,
            Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.transactions = transactions;
        this.running = running;
        this.json = json;
        this.clock = clock;
    }

    /** Runs the call and stores its answer, in one transaction; or gives the stored one. */
    @Transactional(rollbackOn = Exception.class)
    RestResponse<?> once(UUID id, byte[] bodyHash, Callable<@Nullable Object> call) throws Exception {
        try (Handle handle = jdbi.open()) {
            if (!isFirst(handle, id)) {
                throw new DomainException(PlatformError.IDEMPOTENCY_IN_PROGRESS, "the first call still runs");
            }
            Optional<Stored> stored = find(handle, id);
            if (stored.isPresent()) {
                if (!MessageDigest.isEqual(stored.get().bodyHash(), bodyHash)) {
                    throw new DomainException(PlatformError.IDEMPOTENCY_KEY_REUSED, "key used with another body");
                }
                return stored.get().replayed();
            }
        }
        RestResponse<?> answer = (RestResponse<?>) java.util.Objects.requireNonNull(call.call());
        if (answer.getStatus() >= 300) {
            running.setRollbackOnly();
            return answer;
        }
        Stored kept = new Stored(
                bodyHash,
                answer.getStatus(),
                answer.getHeaderString("Location"),
                answer.getHeaderString("ETag"),
                body(answer.getEntity()));
        store(id, kept);
        return kept.answer().build();
    }

    private boolean isFirst(Handle handle, UUID id) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtextextended(:scope, 7001))")
                .bind("scope", tenant.get().value() + id)
                .mapTo(Boolean.class)
                .one();
    }

    private Optional<Stored> find(Handle handle, UUID id) {
        return handle.createQuery("""
                        select body_hash, status, location, etag, body from idempotency_key
                        where tenant_id = :tenant and id = :id and created_at > :oldest""")
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .bind("oldest", now().minus(KEPT))
                .map((row, context) -> new Stored(
                        row.getBytes("body_hash"),
                        row.getInt("status"),
                        row.getString("location"),
                        row.getString("etag"),
                        row.getString("body")))
                .findOne();
    }

    private void store(UUID id, Stored kept) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into idempotency_key (tenant_id, id, body_hash, status, location, etag, body, created_at)
                        values (:tenant, :id, :bodyHash, :status, :location, :etag, :body, :now)
                        on conflict on constraint idempotency_key_pk do update
                        set body_hash = excluded.body_hash, status = excluded.status, location = excluded.location, etag = excluded.etag,
                            body = excluded.body, created_at = excluded.created_at""")
                .bind("tenant", tenant.get().value())
                .bind("id", id)
                .bind("bodyHash", kept.bodyHash())
                .bind("status", kept.status())
                .bind("location", kept.location())
                .bind("etag", kept.etag())
                .bind("body", kept.body())
                .bind("now", now())
                .execute());
    }

    private @Nullable String body(@Nullable Object entity) throws JsonProcessingException {
        return entity == null ? null : json.writeValueAsString(entity);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    @Scheduled(every = "1h", delayed = "5m")
    void forgetOldAnswers() {
        List<String> tenants = jdbi.withHandle(handle ->
                handle.createQuery("select id from tenant").mapTo(String.class).list());
        tenants.forEach(this::forgetOldAnswers);
    }

    /** Drops the answers of one tenant that are older than 24 hours. */
    void forgetOldAnswers(String owner) {
        transactions.run(
                new TenantId(owner),
                () -> jdbi.useHandle(handle -> handle.execute(
                        "delete from idempotency_key where tenant_id = ? and created_at <= ?",
                        owner,
                        now().minus(KEPT))));
    }

    /**
     * An answer as it was sent.
     *
     * @param bodyHash SHA-256 of the request's body
     * @param status 2xx
     * @param location path of what was made
     * @param etag its version
     * @param body JSON; null when the answer had none
     */
    private record Stored(
            byte[] bodyHash,
            int status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String body) {
        RestResponse.ResponseBuilder<Json> answer() {
            RestResponse.ResponseBuilder<Json> response = RestResponse.ResponseBuilder.create(status);
            if (body != null) {
                response.entity(new Json(body));
            }
            if (location != null) {
                response.header("Location", location);
            }
            if (etag != null) {
                response.header("ETag", etag);
            }
            return response;
        }

        RestResponse<Json> replayed() {
            return answer().header("Idempotency-Replayed", "true").build();
        }
    }

    /**
     * JSON that is already written.
     *
     * @param text goes out as it is
     */
    record Json(@JsonValue @JsonRawValue String text) {}
}
