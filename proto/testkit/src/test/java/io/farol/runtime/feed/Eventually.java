package io.farol.runtime.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens in the background. */
public final class Eventually {
    private Eventually() {}

    public static <T> void eventually(T expected, Callable<T> actual) throws Exception {
        eventually(expected, Duration.ofSeconds(60), actual);
    }

    public static <T> void eventually(T expected, Duration patience, Callable<T> actual) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        T seen = actual.call();
        while (!expected.equals(seen) && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            seen = actual.call();
        }
        assertEquals(expected, seen);
    }
}
