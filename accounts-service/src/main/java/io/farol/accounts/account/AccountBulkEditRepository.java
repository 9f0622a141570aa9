package io.farol.accounts.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Keeps bulk edits. */
@ApplicationScoped
class AccountBulkEditRepository {
    private static final TypeReference<Map<String, @Nullable Object>> FIELDS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> FILTERS = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, String>>> SAMPLE = new TypeReference<>() {};

    /** How long a preview that is over can still be looked at. */
    private static final Duration KEPT_UNUSED = Duration.ofDays(7);

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final ObjectMapper json;
    private final Clock clock;

    AccountBulkEditRepository(Jdbi jdbi, CurrentTenant tenant, ObjectMapper json, Clock clock) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A bulk edit with what only we know of it.
     *
     * @param fingerprint of the ids that were chosen at the preview
     */
    record Kept(AccountBulkEditView view, String fingerprint) {}

    Optional<Kept> find(AccountBulkEditId id) {
        return find(id, "");
    }

    /** Nobody else changes it before the end of the transaction. */
    Optional<Kept> lock(AccountBulkEditId id) {
        return find(id, " for update");
    }

    /** Keeps a preview, and forgets those that were never applied and cannot be for a long time. Applied ones stay, as the audit log does. */
    void insert(AccountBulkEditView edit, String fingerprint) {
        jdbi.useHandle(handle -> handle.execute(
                "delete from account_bulk_edit where tenant_id = ? and applied_at is null and expires_at <= ?",
                tenant.get().value(),
                at(edit.createdAt().minus(KEPT_UNUSED))));
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into account_bulk_edit (tenant_id, id, filters, changes, account_count, fingerprint, sample, created_at, expires_at)
                        values (:tenant, :id, cast(:filters as jsonb), cast(:changes as jsonb), :count, :fingerprint, cast(:sample as jsonb), :createdAt, :expiresAt)""")
                .bind("tenant", tenant.get().value())
                .bind("id", edit.id().value())
                .bind("filters", json(edit.filters()))
                .bind("changes", json(edit.changes()))
                .bind("count", edit.count())
                .bind("fingerprint", fingerprint)
                .bind("sample", json(edit.sample()))
                .bind("createdAt", at(edit.createdAt()))
                .bind("expiresAt", at(edit.expiresAt()))
                .execute());
    }

    void applied(AccountBulkEditId id, long changed) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update account_bulk_edit set applied_at = :now, changed_count = :changed, version = version + 1 where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .bind("now", at(clock.instant()))
                .bind("changed", changed)
                .execute());
    }

    String json(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what is kept of a bulk edit cannot be written as JSON", e);
        }
    }

    private Optional<Kept> find(AccountBulkEditId id, String locking) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from account_bulk_edit where tenant_id = :tenant and id = :id" + locking)
                .bind("tenant", tenant.get().value())
                .bind("id", id.value())
                .map((row, context) -> new Kept(view(row), row.getString("fingerprint")))
                .findOne());
    }

    private AccountBulkEditView view(ResultSet row) throws SQLException {
        Instant expiresAt = instant(row, "expires_at");
        long count = row.getLong("account_count");
        @Nullable Integer changed = row.getObject("changed_count", Integer.class);
        boolean isOver = !clock.instant().isBefore(expiresAt);
        return new AccountBulkEditView(
                new AccountBulkEditId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                changed != null
                        ? AccountBulkEditState.APPLIED
                        : isOver ? AccountBulkEditState.EXPIRED : AccountBulkEditState.PREVIEWED,
                count,
                read(row.getString("sample"), SAMPLE).stream()
                        .map(account -> new AccountBulkEditView.AccountBulkEditSample(
                                new AccountId(UUID.fromString(account.get("id"))), account.get("name")))
                        .toList(),
                read(row.getString("changes"), FIELDS),
                read(row.getString("filters"), FILTERS),
                instant(row, "created_at"),
                expiresAt,
                changed == null ? null : instant(row, "applied_at"),
                changed == null ? null : changed.longValue(),
                changed == null ? null : count - changed,
                List.of());
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is kept of a bulk edit cannot be read", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
