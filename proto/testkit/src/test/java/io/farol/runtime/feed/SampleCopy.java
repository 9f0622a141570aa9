package io.farol.runtime.feed;

import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Jdbi;

/** Copies what it gets, and fails as the test wishes. */
@ApplicationScoped
public class SampleCopy implements FeedSubscriber {
    /** Payloads that name one of these cannot be applied. */
    static final Set<String> POISON = java.util.concurrent.ConcurrentHashMap.newKeySet();

    static volatile boolean understandsFuture;
    static volatile boolean losesConnectionOnce;
    static final ConcurrentLinkedQueue<Integer> SIZES = new ConcurrentLinkedQueue<>();

    private final Jdbi jdbi;

    SampleCopy(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public String source() {
        return "accounts";
    }

    @Override
    public Set<String> aggregateTypes() {
        return Set.of("ACCOUNT", "FEED_SAMPLE");
    }

    @Override
    public boolean understands(String aggregateType, String eventType) {
        return understandsFuture || !eventType.equals("FROM_THE_FUTURE");
    }

    @Override
    public void apply(TenantId tenant, List<FeedEvent> events) {
        SIZES.add(events.size());
        jdbi.useHandle(handle -> {
            var batch = handle.prepareBatch("""
                insert into feed_sample_copy as c (tenant_id, id, version, payload, batch) values (?, ?, ?, ?::jsonb, ?)
                on conflict (tenant_id, id) do update set version = excluded.version, payload = excluded.payload, batch = excluded.batch, times = c.times + 1\
                """);
            for (FeedEvent event : events) {
                if (POISON.contains(event.payload().path("name").asText())) {
                    throw new IllegalStateException("indigestible");
                }
                batch.add(
                        tenant.value(),
                        event.aggregateId(),
                        event.version(),
                        event.payload().toString(),
                        event.batch());
            }
            batch.execute();
            if (losesConnectionOnce) {
                losesConnectionOnce = false;
                handle.execute("select pg_terminate_backend(pg_backend_pid())");
            }
        });
    }

    @Override
    public void reset(TenantId tenant) {
        jdbi.useHandle(handle -> handle.execute("delete from feed_sample_copy where tenant_id = ?", tenant.value()));
    }
}
