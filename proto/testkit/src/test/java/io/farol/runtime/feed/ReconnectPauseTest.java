package io.farol.runtime.feed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReconnectPauseTest {
    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos()); // nanoTime may wrap
    private final ReconnectPause pause = new ReconnectPause(now::get, new Random(7));

    @Test
    void staysShortWhileAPlatformStarts() {
        Duration slept = Duration.ZERO;
        int tries = 0;
        while (slept.compareTo(Duration.ofSeconds(59)) < 0) {
            Duration rest = pause.next();
            assertTrue(rest.compareTo(Duration.ofSeconds(2)) <= 0, rest.toString());
            slept = slept.plus(rest);
            now.addAndGet(rest.toNanos());
            tries++;
        }
        assertTrue(tries >= 30, tries + " tries in the first minute");
    }

    @Test
    void growsToItsCapWhenTheSourceStaysAway() {
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        for (int failure = 0; failure < 20; failure++) {
            pause.next();
        }

        Duration rest = pause.next();

        assertTrue(rest.compareTo(Duration.ofMillis(2500)) >= 0, rest.toString());
        assertTrue(rest.compareTo(Duration.ofSeconds(5)) <= 0, rest.toString());
    }

    @Test
    void beginsAnewWhenTheSourceWasHeard() {
        for (int failure = 0; failure < 20; failure++) {
            pause.next();
        }

        pause.reset();

        assertTrue(pause.next().compareTo(Duration.ofMillis(100)) <= 0);
    }
}
