package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Kind;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.FeedCursor;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.outbox.OwnPosition;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantTransaction;
import io.quarkus.logging.Log;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Works through a {@link Batch}: no item fails another, nothing fails silently. Items go in groups of one transaction; a group with a refused item is rolled back and done again one by one. */
@ApplicationScoped
public class Batches {
    private static final int GROUP = 50;
    private static final Duration STAMP = Duration.ofMillis(50);

    private final TenantTransaction transactions;
    private final CurrentTenant tenant;
    private final CurrentVertxRequest request;

    private final OwnPosition position;
    private final FeedSource source;

    Batches(
            TenantTransaction transactions,
            CurrentTenant tenant,
            CurrentVertxRequest request,
            OwnPosition position,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.transactions = transactions;
        this.tenant = tenant;
        this.request = request;
        this.position = position;
        this.source = FeedSource.ofService(service);
    }

    /** Each item whole. */
    public <T> BatchResult each(Batch<T> batch, Function<T, BatchItemResult> work) {
        return run(batch.size(), index -> work.apply(batch.item(index)));
    }

    /** Each item as a partial one, for upserts by external id. */
    public <T> BatchResult eachPatch(Batch<T> batch, Function<MergePatch<T>, BatchItemResult> work) {
        return run(batch.size(), index -> work.apply(batch.patch(index)));
    }

    private BatchResult run(int size, IntFunction<BatchItemResult> work) {
        List<BatchItemResult> results = new ArrayList<>(size);
        for (int start = 0; start < size; start += GROUP) {
            results.addAll(group(start, Math.min(size, start + GROUP), work));
        }
        return new BatchResult(
                results,
                position.await(STAMP)
                        .map(head -> FeedCursor.at(source, head).toString())
                        .orElse(null));
    }

    private List<BatchItemResult> group(int start, int end, IntFunction<BatchItemResult> work) {
        List<BatchItemResult> results = new ArrayList<>();
        try {
            transactions.run(tenant.get(), () -> {
                for (int index = start; index < end; index++) {
                    results.add(work.apply(index).at(index));
                }
            });
            return results;
        } catch (RuntimeException e) {
            // whatever it was: the items are done again one by one, and each says its own
            Log.debugf(e, "a group of batch items is done one by one first=%d", start);
            results.clear();
        }
        for (int index = start; index < end; index++) {
            results.add(single(index, work));
        }
        return results;
    }

    private BatchItemResult single(int index, IntFunction<BatchItemResult> work) {
        List<BatchItemResult> result = new ArrayList<>();
        try {
            transactions.run(tenant.get(), () -> result.add(work.apply(index).at(index)));
            return result.getFirst();
        } catch (DomainException refusal) {
            return rejected(index, refusal);
        } catch (RuntimeException failure) {
            Log.errorf(failure, "batch item failed index=%d", index);
            return rejected(index, ProblemMapper.bare(PlatformError.INTERNAL_ERROR));
        }
    }

    private BatchItemResult rejected(int index, DomainException refusal) {
        RoutingContext context = request.getCurrent();
        Kind kind = refusal.code().kind();
        boolean isRetryable = kind == Kind.UNAVAILABLE || kind == Kind.TOO_MANY || kind == Kind.INTERNAL;
        return new BatchItemResult(
                index, BatchItemStatus.REJECTED, null, null, null, ProblemMapper.of(refusal, context), isRetryable);
    }
}
