package io.farol.runtime.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenStreamsTest {
    private final OpenStreams streams = new OpenStreams();
    private final CountDownLatch opened = new CountDownLatch(2);
    private final CountDownLatch ended = new CountDownLatch(2);

    @Test
    void endsAllStreamsWhenTheReplicaIsAskedToStopAndRefusesMore() throws InterruptedException {
        streams.open("one", this::readForEver);
        streams.open("other", this::readForEver);
        assertTrue(opened.await(20, TimeUnit.SECONDS));
        assertEquals(2, ended.getCount());

        streams.end();

        assertTrue(ended.await(20, TimeUnit.SECONDS));
        DomainException refusal = assertThrows(DomainException.class, () -> streams.open("late", this::readForEver));
        assertEquals(PlatformError.UNAVAILABLE, refusal.code());
    }

    private void readForEver() {
        opened.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            ended.countDown();
        }
    }
}
