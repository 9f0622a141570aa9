package io.farol.runtime.feed;

import io.farol.runtime.error.DatabaseAway;
import io.farol.runtime.feed.AppliedVersions.AggregateKey;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.logging.Log;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies batches whole as long as that works; when it does not, finds the guilty event by applying ever less at once, and parks it. */
final class CarefulApplier {
    private static final int TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final Subscription subscription;
    private final FeedApplier applier;
    private final Inboxes inboxes;
    private final Set<AggregateKey> blocked;

    /** @param blocked aggregates of which something is parked; kept up to date here */
    CarefulApplier(Subscription subscription, FeedApplier applier, Inboxes inboxes, Set<AggregateKey> blocked) {
        this.subscription = subscription;
        this.applier = applier;
        this.inboxes = inboxes;
        this.blocked = blocked;
    }

    /** Something that may fail because of what it applies. */
    private interface Work {
        Set<AggregateKey> run() throws Exception;
    }

    void apply(List<FeedEvent> events, FeedProgress progress) throws Exception {
        if (failure(() -> applier.apply(subscription, blocked, events, Optional.of(progress))) != null) {
            inParts(events);
            applier.apply(subscription, blocked, List.of(), Optional.of(progress));
        }
    }

    void applyInbox(FeedProgress progress) throws Exception {
        if (failure(() -> applier.applyInbox(subscription, blocked, progress)) != null) {
            for (TenantId tenant : inboxes.tenants(subscription)) {
                List<FeedEvent> chunk = inboxes.chunk(subscription, tenant, -1);
                while (!chunk.isEmpty()) {
                    inParts(chunk);
                    chunk = inboxes.chunk(subscription, tenant, chunk.getLast().position());
                }
            }
            applier.leaveInbox(subscription, progress);
        }
    }

    /** Tries a parked event again; whether it is out. */
    boolean replay(FeedEvent event) throws Exception {
        if (!applier.understands(subscription.source(), event)) {
            return false;
        }
        Exception failure = once(() -> {
            applier.replay(subscription, event);
            return Set.of();
        });
        if (failure != null) {
            applier.replayFailed(subscription, event, describe(failure));
        }
        return failure == null;
    }

    private void inParts(List<FeedEvent> events) throws Exception {
        for (List<FeedEvent> part : parts(events)) {
            if (once(() -> applier.apply(subscription, blocked, part, Optional.empty())) != null) {
                for (FeedEvent event : part) {
                    one(event);
                }
            }
        }
    }

    private void one(FeedEvent event) throws Exception {
        @Nullable
        Exception failure = once(() -> applier.apply(subscription, blocked, List.of(event), Optional.empty()));
        if (failure != null) {
            Log.errorf(
                    failure,
                    "event parked source=%s position=%d aggregateType=%s aggregateId=%s",
                    subscription.sourceLabel(),
                    event.position(),
                    event.aggregateType(),
                    event.aggregateId());
            applier.park(subscription, event, describe(failure), TRIES + 2);
            blocked.add(AggregateKey.of(event));
        }
    }

    /** Some tries with pauses; null when one went through. */
    private @Nullable Exception failure(Work work) throws Exception {
        @Nullable Exception failure = once(work);
        for (int i = 1; failure != null && i < TRIES; i++) {
            Thread.sleep(BETWEEN_TRIES.multipliedBy(i));
            failure = once(work);
        }
        return failure;
    }

    private @Nullable Exception once(Work work) throws Exception {
        try {
            blocked.addAll(work.run());
            return null;
        } catch (LeaseLost | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (DatabaseAway.isCauseOf(e)) {
                throw e;
            }
            return e;
        }
    }

    /** For operators, who see no customer's data: the lines after the first may quote it, and any line of the database's words. */
    private static String describe(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = cause instanceof SQLException sql
                ? "SQL state " + sql.getSQLState()
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return cause.getClass().getSimpleName() + ": " + words;
    }

    /** One tenant's share of one batch each. */
    private static List<List<FeedEvent>> parts(List<FeedEvent> events) {
        Map<Map.Entry<Long, TenantId>, List<FeedEvent>> parts = new LinkedHashMap<>();
        for (FeedEvent event : events) {
            parts.computeIfAbsent(Map.entry(event.batch(), event.tenant()), _ -> new ArrayList<>())
                    .add(event);
        }
        return List.copyOf(parts.values());
    }
}
