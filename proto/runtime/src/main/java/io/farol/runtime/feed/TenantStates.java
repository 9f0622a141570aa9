package io.farol.runtime.feed;

import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps the registry's state of tenants as accounts-service, which owns it, tells it (aggregate type TENANT): so a suspension reaches both doors of every service. Part of following accounts-service,
 * whatever else a service takes from it; no subscriber that anybody injects.
 */
@ApplicationScoped
@Typed(TenantStates.class)
class TenantStates implements FeedSubscriber {
    static final FeedSource SOURCE = FeedSource.ACCOUNTS;
    private static final String TYPE = "TENANT";

    private final Jdbi jdbi;

    TenantStates(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public String source() {
        return SOURCE.label();
    }

    @Override
    public Set<String> aggregateTypes() {
        return Set.of(TYPE);
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        set(tenant, events.getLast().payload().path("state").asText());
    }

    /** Nobody knows of a suspension that is told no more; one that still holds comes again from the start of the feed. */
    @Override
    public void reset(TenantId tenant) {
        set(tenant, "ACTIVE");
    }

    private void set(TenantId tenant, String state) {
        jdbi.useHandle(handle -> handle.createUpdate("update tenant set state = :state where id = :tenant")
                .bind("state", state)
                .bind("tenant", tenant.value())
                .execute());
    }
}
