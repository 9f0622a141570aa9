package io.farol.onboarding.pipelinefeed;

import io.farol.onboarding.onboarding.CrossSells;
import io.farol.onboarding.onboarding.CrossSells.DealState;
import io.farol.runtime.feed.FeedEvent;
import io.farol.runtime.feed.FeedSubscriber;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Learns from the pipeline feed which cross-sells are won. */
@ApplicationScoped
class PipelineSubscriber implements FeedSubscriber {
    private final CrossSells crossSells;

    PipelineSubscriber(CrossSells crossSells) {
        this.crossSells = crossSells;
    }

    @Override
    public String source() {
        return "pipeline";
    }

    @Override
    public Set<String> aggregateTypes() {
        return Set.of("DEAL");
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        Map<UUID, DealState> newest = new LinkedHashMap<>();
        events.forEach(event -> newest.put(
                event.aggregateId(),
                new DealState(
                        event.aggregateId(),
                        event.recordedAt(),
                        event.payload().isObject() ? event.payload().toString() : "{}")));
        crossSells.follow(List.copyOf(newest.values()));
    }

    @Override
    public void reset(TenantId tenant) {
        // nothing is copied: what was opened stays, once for each deal
    }
}
