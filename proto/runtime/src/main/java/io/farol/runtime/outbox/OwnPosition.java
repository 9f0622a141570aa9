package io.farol.runtime.outbox;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Knows up to where the feed must be read to see what the running request has written. */
@ApplicationScoped
public class OwnPosition {

    private final Expectation expectation;

    OwnPosition(Expectation expectation) {
        this.expectation = expectation;
    }

    /** The stamper's next run covers a commit of this request; background work has no request and asks nobody. */
    void expect(CompletableFuture<FeedHead> run) {
        if (Arc.container().requestContext().isActive()) {
            expectation.run = run;
        }
    }

    /** Whether the running request has committed events. */
    public boolean isExpected() {
        return Arc.container().requestContext().isActive() && expectation.run != null;
    }

    /** The feed's head once it covers the request's commits; empty when nothing was written or it takes longer than the patience. */
    public Optional<FeedHead> await(Duration patience) {
        CompletableFuture<FeedHead> run = isExpected() ? expectation.run : null;
        if (run == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(run.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The running request's last commit. */
    @RequestScoped
    static class Expectation {
        volatile @Nullable CompletableFuture<FeedHead> run;
    }
}
