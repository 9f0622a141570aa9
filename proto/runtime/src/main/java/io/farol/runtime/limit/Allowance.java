package io.farol.runtime.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What one tenant may still ask of this replica: a bucket of requests that refills within a minute, and a number of requests at the same time. */
final class Allowance {
    private static final long WINDOW_SECONDS = 60;

    private final long perWindow;
    private final int concurrent;
    private final Bucket bucket;
    private final AtomicInteger running = new AtomicInteger();

    Allowance(long perWindow, int concurrent) {
        this.perWindow = perWindow;
        this.concurrent = concurrent;
        this.bucket = Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(perWindow).refillGreedy(perWindow, Duration.ofSeconds(WINDOW_SECONDS)))
                .build();
    }

    /** Takes one request from the bucket; how long to wait in seconds, rounded up, or 0 when it was there. */
    long secondsToWait() {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }

    /** Begins a request when fewer than allowed are running. */
    boolean begin() {
        if (running.incrementAndGet() > concurrent) {
            running.decrementAndGet();
            return false;
        }
        return true;
    }

    void end() {
        running.decrementAndGet();
    }

    /** The header {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers). */
    String policy() {
        return "\"rate\";q=" + perWindow + ";w=" + WINDOW_SECONDS + ", \"concurrency\";q=" + concurrent
                + ";qu=\"concurrent-requests\"";
    }

    /** The header {@code RateLimit}: what is left, and in how many seconds the bucket is full again. */
    String left() {
        long available = bucket.getAvailableTokens();
        long missing = perWindow - available;
        long fullInSeconds = (missing * WINDOW_SECONDS + perWindow - 1) / perWindow;
        return "\"rate\";r=" + available + ";t=" + fullInSeconds + ", \"concurrency\";r="
                + Math.max(0, concurrent - running.get());
    }
}
