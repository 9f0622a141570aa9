package io.farol.accounts.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.accounts.setting.Settings;
import io.farol.runtime.audit.Actors;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantBinding;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The registry's rows: each method one transaction. The operator has no tenant; what is the tenant's own (settings, audit, events, history) is written in its name, within the same transaction.
 */
@ApplicationScoped
class TenantRegister {
    private static final String TYPE = "TENANT";

    private static final String ENTER = """
            insert into tenant (id, name, registered_as, created_at) values (:tenant, :name, cast(:particulars as jsonb), :now)
            on conflict (id) do nothing""";

    private static final String FIND = "select " + TenantView.COLUMNS
            + ", t.aggregate_id, t.administrator_id, t.registered_as = cast(:particulars as jsonb) as is_same from tenant t where t.id = :tenant";

    private static final String APPOINT =
            "update tenant set administrator_id = :administrator, version = version + 1 where id = :tenant and administrator_id is null";

    private static final String CHANGE_STATE =
            "update tenant set state = :state, version = version + 1 where id = :tenant";

    private static final String REMEMBER_CHANGE = """
            insert into tenant_state_change (tenant_id, id, from_state, to_state, reason, changed_at, changed_by)
            values (:tenant, :id, :from, :to, :reason, :now, :by)""";

    private final Jdbi jdbi;
    private final Lists lists;
    private final TenantBinding binding;
    private final Settings settings;
    private final Outbox outbox;
    private final Audit audit;
    private final Actors actors;
    private final ObjectMapper json;
    private final Clock clock;

    TenantRegister(
            Jdbi jdbi,
            Lists lists,
            TenantBinding binding,
            Settings settings,
            Outbox outbox,
            Audit audit,
            Actors actors,
            ObjectMapper json,
            Clock clock) {
        this.jdbi = jdbi;
        this.lists = lists;
        this.binding = binding;
        this.settings = settings;
        this.outbox = outbox;
        this.audit = audit;
        this.actors = actors;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A tenant with what only this feature sees of it.
     *
     * @param isSame whether it was made by a request with the particulars at hand
     * @param administrator Keycloak's id; null = not made yet
     */
    record Row(
            TenantView view,
            UUID aggregateId,
            boolean isSame,
            @Nullable UUID administrator) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    TenantView.of(row),
                    row.getObject("aggregate_id", UUID.class),
                    row.getBoolean("is_same"),
                    row.getObject("administrator_id", UUID.class));
        }
    }

    @Transactional
    Page<TenantView> page() {
        return lists.page(TenantView.LISTING);
    }

    @Transactional
    Optional<Row> find(TenantId tenant, TenantDetails.@Nullable Particulars asked) {
        return jdbi.withHandle(handle -> read(handle, tenant, asked, ""));
    }

    /** Enters a new tenant with its settings; one that is there is left as it is. */
    @Transactional
    Row enter(TenantId tenant, TenantDetails.Particulars asked) {
        return jdbi.withHandle(handle -> {
            boolean isNew = handle.createUpdate(ENTER)
                            .bind("tenant", tenant.value())
                            .bind("name", asked.name())
                            .bind("particulars", toJson(asked))
                            .bind("now", now())
                            .execute()
                    == 1;
            Row row = read(handle, tenant, asked, "").orElseThrow();
            if (isNew) {
                inTheNameOf(tenant, () -> {
                    settings.begin(asked.settings());
                    outbox.append(TYPE, row.aggregateId(), row.view().etag().number(), "CREATED");
                    audit.record(TYPE, row.aggregateId(), "CREATED", null, row.view());
                    return row;
                });
            }
            return row;
        });
    }

    /** Says that the first administrator is made. */
    @Transactional
    TenantView appoint(TenantId tenant, UUID administrator) {
        return jdbi.withHandle(handle -> {
            handle.createUpdate(APPOINT)
                    .bind("tenant", tenant.value())
                    .bind("administrator", administrator)
                    .execute();
            return read(handle, tenant, null, "").orElseThrow().view();
        });
    }

    @Transactional
    Tenants.StateChanged changeState(TenantId tenant, @Nullable Version expected, TenantStateChangeDetails wish) {
        return jdbi.withHandle(handle -> {
            Row before = read(handle, tenant, null, " for update").orElseThrow(DomainException::notFound);
            Version.check(expected, before.view().etag().number(), before::view);
            TenantState from = before.view().state();
            if (from == wish.state()) {
                throw new DomainException(
                        TenantError.TENANT_STATE_UNCHANGED, "the tenant is in this state", Map.of("state", from));
            }
            handle.createUpdate(CHANGE_STATE)
                    .bind("tenant", tenant.value())
                    .bind("state", wish.state())
                    .execute();
            TenantView after = read(handle, tenant, null, "").orElseThrow().view();
            return inTheNameOf(tenant, () -> {
                TenantStateChangeView change = remember(handle, tenant, from, after, wish.reason());
                outbox.append(TYPE, before.aggregateId(), after.etag().number(), "STATE_CHANGED");
                audit.record(
                        TYPE,
                        before.aggregateId(),
                        "STATE_CHANGED",
                        Map.of("state", from),
                        Map.of("state", after.state(), "reason", wish.reason()));
                return new Tenants.StateChanged(change, after);
            });
        });
    }

    @Transactional
    Page<TenantStateChangeView> stateChanges(TenantId tenant) {
        find(tenant, null).orElseThrow(DomainException::notFound);
        return inTheNameOf(tenant, () -> lists.page(TenantStateChangeView.LISTING, Map.of("tenant", tenant.value())));
    }

    private TenantStateChangeView remember(
            Handle handle, TenantId tenant, TenantState from, TenantView after, String reason) {
        TenantStateChangeId id = new TenantStateChangeId(UuidV7.next());
        Instant now = clock.instant();
        @Nullable String by = actors.current().name();
        handle.createUpdate(REMEMBER_CHANGE)
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .bind("from", from)
                .bind("to", after.state())
                .bind("reason", reason)
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("by", by)
                .execute();
        return new TenantStateChangeView(id, from, after.state(), reason, now, by, after);
    }

    private Optional<Row> read(
            Handle handle, TenantId tenant, TenantDetails.@Nullable Particulars asked, String locking) {
        return handle.createQuery(FIND + locking)
                .bind("tenant", tenant.value())
                .bind("particulars", asked == null ? null : toJson(asked))
                .map((row, context) -> Row.of(row))
                .findOne();
    }

    /** Not by {@code TenantTransaction}, which would enter the tenant into the registry before this transaction has. */
    private <T> T inTheNameOf(TenantId tenant, Supplier<T> work) {
        try {
            return CurrentTenant.callAs(tenant, () -> {
                binding.bind(Optional.of(tenant));
                return work.get();
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a Supplier threw a checked exception", e);
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private String toJson(TenantDetails.Particulars particulars) {
        try {
            return json.writeValueAsString(particulars);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("particulars are plain", e);
        }
    }
}
