package io.farol.runtime.feed;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that this replica serves, each on a virtual thread of its own. They end in order as soon as the replica is asked to stop, and new ones are refused: a stream never ends by itself within the
 * drain, and would hold it up to its last second.
 */
@ApplicationScoped
class OpenStreams {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean isDraining;

    /** Runs a stream; it is interrupted when it is to end. */
    void open(String name, Runnable stream) {
        if (isDraining) {
            throw new DomainException(
                    PlatformError.UNAVAILABLE, "this replica is stopping; another one serves the stream");
        }
        Thread.ofVirtual().name(name).start(() -> {
            threads.add(Thread.currentThread());
            if (isDraining) {
                Thread.currentThread().interrupt();
            }
            try {
                stream.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
    }

    boolean isDraining() {
        return isDraining;
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        end();
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    void end() {
        isDraining = true;
        threads.forEach(Thread::interrupt);
    }
}
