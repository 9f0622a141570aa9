package io.farol.runtime.errand;

import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Tells nobody, and counts; fails as often as a test wants. */
@ApplicationScoped
@Unremovable
class SampleErrand implements Errand {
    static final ErrandTable TABLE = new ErrandTable("sample_due", "thing_id");

    private final Map<UUID, Integer> runs = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();
    private final TenantTransaction transactions;
    private final Errands errands;

    SampleErrand(TenantTransaction transactions, Errands errands) {
        this.transactions = transactions;
        this.errands = errands;
    }

    @Override
    public ErrandTable table() {
        return TABLE;
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(30);
    }

    @Override
    public int atOnce() {
        return 2;
    }

    @Override
    public void run(TenantId tenant, UUID subject, BooleanSupplier isEnding) {
        int run = runs.merge(subject, 1, Integer::sum);
        if (run <= failures.getOrDefault(subject, 0)) {
            throw new IllegalStateException("the other side is away");
        }
        transactions.run(tenant, () -> errands.forget(TABLE, subject));
    }

    void failFirst(UUID subject, int times) {
        failures.put(subject, times);
    }

    int runs(UUID subject) {
        return runs.getOrDefault(subject, 0);
    }
}
