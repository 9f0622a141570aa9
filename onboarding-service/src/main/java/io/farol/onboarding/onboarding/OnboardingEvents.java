package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Publishes onboardings that were written set-based: one event each, with the same payload as any other, and one row of the audit log. */
@ApplicationScoped
class OnboardingEvents {
    private static final String PUBLISH = """
            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
            select :tenant, 'ONBOARDING', p.id, p.version, :eventType, :now, p.payload from onboarding_payloads(:tenant, cast(:ids as uuid[])) p""";

    private static final String STATES = """
            select p.id, cast(:befores as jsonb) -> cast(p.id as text) as state_before, cast(p.payload as jsonb) as state_after
              from onboarding_payloads(:tenant, cast(:ids as uuid[])) p""";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Accounts accounts;
    private final Outbox outbox;
    private final Audit audit;

    OnboardingEvents(Jdbi jdbi, CurrentTenant tenant, Accounts accounts, Outbox outbox, Audit audit) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.accounts = accounts;
        this.outbox = outbox;
        this.audit = audit;
    }

    String tenant() {
        return tenant.get().value();
    }

    /**
     * One that was written.
     *
     * @param before what it was in the fields that were changed, as JSON; null = it is new
     */
    record Written(UUID id, @Nullable String before) {
        /** Reads the first two columns. */
        static Written of(ResultSet row, StatementContext context) throws SQLException {
            return new Written(row.getObject(1, UUID.class), row.getString(2));
        }
    }

    /** In the transaction that wrote them. */
    void publish(String eventType, Collection<Written> written) {
        if (!written.isEmpty()) {
            List<UUID> ids = written.stream().map(Written::id).toList();
            audit.recordEach(
                    Onboardings.TYPE,
                    eventType,
                    STATES,
                    Map.of(
                            "tenant",
                            tenant(),
                            "ids",
                            ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")),
                            "befores",
                            written.stream()
                                    .filter(one -> one.before != null)
                                    .map(one -> "\"" + one.id + "\":" + one.before)
                                    .collect(Collectors.joining(",", "{", "}"))));
            jdbi.useHandle(handle -> handle.createUpdate(PUBLISH)
                    .bind("tenant", tenant())
                    .bind("now", accounts.now())
                    .bind("eventType", eventType)
                    .bindArray("ids", UUID.class, ids)
                    .execute());
            outbox.stampAfterCommit();
        }
    }
}
