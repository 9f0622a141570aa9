package io.farol.onboarding.accountsfeed;

import io.farol.onboarding.onboarding.FirstContracts;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Learns from the accounts feed, and has the onboardings follow what became known of first contracts. */
@ApplicationScoped
class AccountsSubscriber implements FeedSubscriber {
    private final Jdbi jdbi;
    private final FirstContracts firstContracts;

    AccountsSubscriber(Jdbi jdbi, FirstContracts firstContracts) {
        this.jdbi = jdbi;
        this.firstContracts = firstContracts;
    }

    @Override
    public String source() {
        return "accounts";
    }

    @Override
    public Set<String> aggregateTypes() {
        return AccountsCopy.TYPES;
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        Set<UUID> touched = jdbi.withHandle(handle -> AccountsCopy.learn(handle, tenant, events));
        if (events.stream().anyMatch(event -> event.aggregateType().equals("SETTINGS"))) {
            firstContracts.followAll();
        } else {
            firstContracts.follow(touched);
        }
    }

    @Override
    public void reset(TenantId tenant) {
        jdbi.useHandle(handle -> AccountsCopy.forget(handle, tenant));
    }
}
