package io.farol.onboarding.onboarding;

import io.farol.onboarding.account.Accounts;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Publishes onboardings that were written set-based: one event each, with the same payload as any other. */
@ApplicationScoped
class OnboardingEvents {
    private static final String PUBLISH = """
            insert into outbox (tenant_id, aggregate_type, aggregate_id, aggregate_version, event_type, recorded_at, payload)
            select :tenant, 'ONBOARDING', p.id, p.version, :eventType, :now, p.payload from onboarding_payloads(:tenant, cast(:ids as uuid[])) p""";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;
    private final Accounts accounts;
    private final Outbox outbox;

    OnboardingEvents(Jdbi jdbi, CurrentTenant tenant, Accounts accounts, Outbox outbox) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.accounts = accounts;
        this.outbox = outbox;
    }

    String tenant() {
        return tenant.get().value();
    }

    /** In the transaction that wrote them. */
    void publish(String eventType, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
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
