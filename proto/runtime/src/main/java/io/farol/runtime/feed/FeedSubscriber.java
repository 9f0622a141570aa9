package io.farol.runtime.feed;

import io.farol.runtime.tenant.TenantId;
import java.util.List;
import java.util.Set;

/**
 * A feature that keeps its copy of another service's state: one bean per feature. All subscribers of a source share one cursor, which moves in the transaction of their effects.
 *
 * <p>Each event's version is higher than the last one applied of its aggregate: duplicates never arrive here. Work by Jdbi on the running transaction; it serves several tenants one after
 * the other, which a Hibernate session can't.
 */
public interface FeedSubscriber {

    /** Whose feed, such as {@code accounts}. */
    String source();

    /** Aggregate types wanted, such as {@code CONTRACT}. A type that is new here makes the feed be read from its start again; what was applied is passed over. */
    Set<String> aggregateTypes();

    /** Whether this version of the code knows an event type; others are parked until one does. */
    default boolean understands(String aggregateType, String eventType) {
        return true;
    }

    /** Applies all of a tenant's events of one batch, inside the tenant's transaction. Throwing undoes the whole; after some tries the guilty event is parked. */
    void apply(TenantId tenant, List<FeedEvent> events);

    /** Like {@link #apply} for a batch of more than 5,000 events, still in one transaction. */
    default void applyLarge(TenantId tenant, FeedInbox inbox) {
        inbox.forEachChunk(chunk -> apply(tenant, chunk));
    }

    /** Empties the tenant's copy, inside the tenant's transaction: the source's numbering began anew, and all comes again from the start. */
    void reset(TenantId tenant);
}
