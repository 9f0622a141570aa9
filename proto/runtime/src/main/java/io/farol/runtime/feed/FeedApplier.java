package io.farol.runtime.feed;

import io.farol.runtime.feed.AppliedVersions.AggregateKey;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantBinding;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * Applies whole batches: effects, held versions, parked events and the cursor in one transaction, in which the tenant is set anew before each tenant's rows.
 * A transaction that is not the lease holder's is undone at its end. A batch may be a whole import and a start anew a whole base, so these may take an hour, not the minute of other transactions.
 */
@ApplicationScoped
class FeedApplier {
    private static final int MOST_SECONDS = 3_600;

    private final Instance<FeedSubscriber> subscribers;
    private final TenantStates tenantStates;
    private final AppliedVersions versions;
    private final ParkedEvents parked;
    private final Subscriptions subscriptions;
    private final Inboxes inboxes;
    private final TenantBinding binding;
    private final Jdbi jdbi;

    FeedApplier(
            Instance<FeedSubscriber> subscribers,
            TenantStates tenantStates,
            AppliedVersions versions,
            ParkedEvents parked,
            Subscriptions subscriptions,
            Inboxes inboxes,
            TenantBinding binding,
            Jdbi jdbi) {
        this.subscribers = subscribers;
        this.tenantStates = tenantStates;
        this.versions = versions;
        this.parked = parked;
        this.subscriptions = subscriptions;
        this.inboxes = inboxes;
        this.binding = binding;
        this.jdbi = jdbi;
    }

    /**
     * Applies events in their order.
     *
     * @param blocked aggregates of which something is parked: more of them is parked too
     * @param progress where the cursor moves; empty = it stays, there is more to do before
     * @return aggregates that are blocked from now on, too
     */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    @TransactionConfiguration(timeout = MOST_SECONDS)
    Set<AggregateKey> apply(
            Subscription subscription,
            Set<AggregateKey> blocked,
            List<FeedEvent> events,
            Optional<FeedProgress> progress)
            throws Exception {
        Sorting sorting = new Sorting(subscription.source(), blocked);
        for (Map.Entry<TenantId, List<FeedEvent>> entry : byTenant(events).entrySet()) {
            as(entry.getKey(), tenant -> {
                List<FeedEvent> newer = versions.newer(subscription.source(), tenant, entry.getValue());
                List<FeedEvent> applicable = sorting.applicable(newer);
                byBatch(applicable).forEach(batch -> deliver(subscription.source(), tenant, batch));
                versions.hold(subscription.source(), tenant, applicable);
            });
        }
        move(subscription, progress, sorting.parked);
        return sorting.newlyBlocked;
    }

    /** Like {@link #apply} for the batch in the inbox, which it empties. */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    @TransactionConfiguration(timeout = MOST_SECONDS)
    Set<AggregateKey> applyInbox(Subscription subscription, Set<AggregateKey> blocked, FeedProgress progress)
            throws Exception {
        Sorting sorting = new Sorting(subscription.source(), blocked);
        for (TenantId owner : inboxes.tenants(subscription)) {
            as(owner, tenant -> {
                for (FeedSubscriber subscriber : of(subscription.source())) {
                    subscriber.applyLarge(
                            tenant,
                            inbox(
                                    subscription,
                                    tenant,
                                    chunk -> wanted(
                                            subscriber,
                                            sorting.applicable(versions.newer(subscription.source(), tenant, chunk)))));
                }
                inboxes.holdVersions(subscription, tenant);
            });
        }
        inboxes.clear(subscription);
        move(subscription, Optional.of(progress), sorting.parked);
        return sorting.newlyBlocked;
    }

    private FeedInbox inbox(Subscription subscription, TenantId owner, UnaryOperator<List<FeedEvent>> wanted) {
        return new FeedInbox() {
            @Override
            public long lastPosition() {
                return inboxes.lastPosition(subscription, owner);
            }

            @Override
            public void forEachChunk(Consumer<List<FeedEvent>> work) {
                FeedApplier.this.forEachChunk(subscription, owner, chunk -> {
                    List<FeedEvent> events = wanted.apply(chunk);
                    if (!events.isEmpty()) {
                        work.accept(events);
                    }
                });
            }
        };
    }

    void forEachChunk(Subscription subscription, TenantId tenant, Consumer<List<FeedEvent>> work) {
        List<FeedEvent> chunk = inboxes.chunk(subscription, tenant, -1);
        while (!chunk.isEmpty()) {
            work.accept(chunk);
            chunk = inboxes.chunk(subscription, tenant, chunk.getLast().position());
        }
    }

    /** Forgets the inbox and moves on, after its events were applied one by one. */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    void leaveInbox(Subscription subscription, FeedProgress progress) {
        inboxes.clear(subscription);
        move(subscription, Optional.of(progress), 0);
    }

    /** Puts an event aside that could not be applied. */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    void park(Subscription subscription, FeedEvent event, String error, int tries) throws Exception {
        int[] count = new int[1];
        as(
                event.tenant(),
                tenant ->
                        count[0] = parked.park(subscription.source(), List.of(event), ParkReason.FAILED, error, tries));
        move(subscription, Optional.empty(), count[0]);
    }

    /** Applies a parked event and takes it out. */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    void replay(Subscription subscription, FeedEvent event) throws Exception {
        as(event.tenant(), tenant -> {
            List<FeedEvent> newer = versions.newer(subscription.source(), tenant, List.of(event));
            if (!newer.isEmpty()) {
                deliver(subscription.source(), tenant, newer);
                versions.hold(subscription.source(), tenant, newer);
            }
            parked.unpark(subscription.source(), event);
        });
        move(subscription, Optional.empty(), -1);
    }

    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    void replayFailed(Subscription subscription, FeedEvent event, String error) throws Exception {
        as(event.tenant(), tenant -> parked.failedAgain(subscription.source(), event, error));
        move(subscription, Optional.empty(), 0);
    }

    /** Empties the copies of this share's tenants and goes back to the start of the feed. */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    @TransactionConfiguration(timeout = MOST_SECONDS)
    void startAnew(Subscription subscription) throws Exception {
        int[] count = new int[1];
        for (TenantId owner : parked.tenants()) {
            if (Partitions.of(owner, subscription.partitionCount()) == subscription.partitionIndex()) {
                as(owner, tenant -> {
                    of(subscription.source()).forEach(subscriber -> subscriber.reset(tenant));
                    versions.forget(subscription.source(), tenant);
                    count[0] += parked.forget(subscription.source(), tenant);
                });
            }
        }
        inboxes.clear(subscription);
        subscriptions.startAnew(subscription);
        subscriptions.countParked(subscription, -count[0]);
    }

    /** Aggregate types that anybody here wants of a source. */
    Set<String> aggregateTypes(FeedSource source) {
        Set<String> types = new java.util.TreeSet<>();
        of(source).forEach(subscriber -> types.addAll(subscriber.aggregateTypes()));
        return types;
    }

    boolean understands(FeedSource source, FeedEvent event) {
        return of(source).stream()
                .filter(subscriber -> subscriber.aggregateTypes().contains(event.aggregateType()))
                .allMatch(subscriber -> subscriber.understands(event.aggregateType(), event.eventType()));
    }

    private List<FeedSubscriber> of(FeedSource source) {
        Stream<FeedSubscriber> own =
                subscribers.stream().filter(subscriber -> subscriber.source().equals(source.label()));
        return (source == TenantStates.SOURCE ? Stream.concat(own, Stream.of(tenantStates)) : own).toList();
    }

    private void deliver(FeedSource source, TenantId tenant, List<FeedEvent> batch) {
        for (FeedSubscriber subscriber : of(source)) {
            List<FeedEvent> wanted = wanted(subscriber, batch);
            if (!wanted.isEmpty()) {
                subscriber.apply(tenant, wanted);
            }
        }
    }

    private static List<FeedEvent> wanted(FeedSubscriber subscriber, List<FeedEvent> events) {
        Set<String> types = subscriber.aggregateTypes();
        return events.stream()
                .filter(event -> types.contains(event.aggregateType()))
                .toList();
    }

    /** The guard stands at the end: whoever is not the holder any more is undone, and the lease's row is locked for an instant only. */
    private void move(Subscription subscription, Optional<FeedProgress> progress, int newlyParked) {
        if (progress.isPresent()) {
            subscriptions.advance(subscription, progress.get());
        } else {
            subscriptions.hold(subscription);
        }
        subscriptions.countParked(subscription, newlyParked);
    }

    private void as(TenantId tenant, Consumer<TenantId> work) throws Exception {
        CurrentTenant.callAs(tenant, () -> {
            binding.bind(Optional.of(tenant));
            work.accept(tenant);
            return Boolean.TRUE;
        });
    }

    private Map<TenantId, List<FeedEvent>> byTenant(List<FeedEvent> events) {
        Map<TenantId, List<FeedEvent>> byTenant = new LinkedHashMap<>();
        for (FeedEvent event : events) {
            byTenant.computeIfAbsent(event.tenant(), _ -> new ArrayList<>()).add(event);
        }
        if (!byTenant.isEmpty()) {
            // the feed is how a service learns of tenants
            jdbi.useHandle(handle -> handle.createUpdate("""
                insert into tenant (id) select e.id from unnest(:ids::text[]) e (id)
                where not exists (select 1 from tenant t where t.id = e.id) on conflict do nothing\
                """)
                    .bindArray(
                            "ids",
                            String.class,
                            byTenant.keySet().stream().map(TenantId::value).toArray())
                    .execute());
        }
        return byTenant;
    }

    private static List<List<FeedEvent>> byBatch(List<FeedEvent> events) {
        Map<Long, List<FeedEvent>> byBatch = new LinkedHashMap<>();
        for (FeedEvent event : events) {
            byBatch.computeIfAbsent(event.batch(), _ -> new ArrayList<>()).add(event);
        }
        return List.copyOf(byBatch.values());
    }

    /** Tells what can be applied from what must be parked. */
    private final class Sorting {
        private final FeedSource source;
        private final Set<AggregateKey> blocked;
        private final Set<AggregateKey> newlyBlocked = new java.util.HashSet<>();
        private int parked;

        Sorting(FeedSource source, Set<AggregateKey> blocked) {
            this.source = source;
            this.blocked = blocked;
        }

        List<FeedEvent> applicable(List<FeedEvent> events) {
            List<FeedEvent> applicable = new ArrayList<>(events.size());
            List<FeedEvent> waiting = new ArrayList<>();
            List<FeedEvent> unknown = new ArrayList<>();
            for (FeedEvent event : events) {
                AggregateKey key = AggregateKey.of(event);
                if (blocked.contains(key) || newlyBlocked.contains(key)) {
                    waiting.add(event);
                } else if (understands(source, event)) {
                    applicable.add(event);
                } else {
                    unknown.add(event);
                    newlyBlocked.add(key);
                }
            }
            parked += FeedApplier.this.parked.park(source, unknown, ParkReason.UNKNOWN_TYPE, null, 0);
            parked += FeedApplier.this.parked.park(source, waiting, ParkReason.WAITS_BEHIND, null, 0);
            return applicable;
        }
    }
}
