package io.farol.runtime.feed;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long a follower rests before it tries again: twice as long after each failure, with jitter, up to a cap. The cap is low in the follower's first minute, in which a whole platform may be starting
 * and its neighbours and the issuer come up one after the other.
 */
final class ReconnectPause {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_AT_FIRST = Duration.ofSeconds(2);
    private static final Duration AT_FIRST = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final long began;
    private Duration next = SHORTEST;

    /** @param nanoTime as {@link System#nanoTime} */
    ReconnectPause(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
        this.began = nanoTime.getAsLong();
    }

    /** The next rest: between half of what it may be and all of it. */
    Duration next() {
        boolean isAtFirst = nanoTime.getAsLong() - began < AT_FIRST.toNanos();
        Duration cap = isAtFirst ? LONGEST_AT_FIRST : LONGEST;
        Duration rest = next.compareTo(cap) > 0 ? cap : next;
        next = rest.multipliedBy(2);
        long half = rest.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /** The source was heard: the next failure is a first one. */
    void reset() {
        next = SHORTEST;
    }
}
