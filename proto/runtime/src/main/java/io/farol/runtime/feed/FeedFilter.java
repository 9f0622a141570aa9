package io.farol.runtime.feed;

import io.farol.runtime.tenant.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of a feed a reader gets.
 *
 * @param tenant whose events; empty = all tenants, for the services only
 * @param aggregateTypes which types; empty = all
 * @param partitionIndex which share of the tenants, 0-based
 * @param partitionCount into how many shares the tenants are spread; 1 = not at all
 */
record FeedFilter(Optional<TenantId> tenant, Set<String> aggregateTypes, int partitionIndex, int partitionCount) {

    FeedFilter {
        aggregateTypes = Set.copyOf(aggregateTypes);
        partitionCount = Math.max(1, partitionCount);
    }

    static FeedFilter of(TenantId tenant, Set<String> aggregateTypes) {
        return new FeedFilter(Optional.of(tenant), aggregateTypes, 0, 1);
    }
}
