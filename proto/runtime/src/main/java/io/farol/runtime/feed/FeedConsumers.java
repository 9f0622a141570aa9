package io.farol.runtime.feed;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts a follower for every share of every source that this service subscribes to; addresses are {@code farol.<source>.grpc}. */
@ApplicationScoped
class FeedConsumers {
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final Instance<FeedSubscriber> subscribers;
    private final ServiceToken token;
    private final Subscriptions subscriptions;
    private final FeedApplier applier;
    private final ParkedEvents parked;
    private final Inboxes inboxes;
    private final Config config;
    private final boolean isServing;
    private final int partitionCount;
    private final List<FeedConsumer> consumers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    FeedConsumers(
            Instance<FeedSubscriber> subscribers,
            ServiceToken token,
            Subscriptions subscriptions,
            FeedApplier applier,
            ParkedEvents parked,
            Inboxes inboxes,
            Config config,
            @ConfigProperty(name = "farol.mode") String mode,
            @ConfigProperty(name = "farol.feed.partitions") int partitionCount) {
        this.subscribers = subscribers;
        this.token = token;
        this.subscriptions = subscriptions;
        this.applier = applier;
        this.parked = parked;
        this.inboxes = inboxes;
        this.config = config;
        this.isServing = mode.equals("serve");
        this.partitionCount = partitionCount;
    }

    void start(@Observes StartupEvent event) {
        if (isServing) {
            sources().forEach(this::follow);
        }
    }

    /** Sources that somebody here subscribes to. */
    List<FeedSource> sources() {
        return subscribers.stream()
                .map(subscriber -> FeedSource.ofLabel(subscriber.source()).orElseThrow())
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether somebody here subscribes to a source whose address is known. */
    boolean isFollowed(FeedSource source) {
        return address(source).isPresent() && sources().contains(source);
    }

    private Optional<String> address(FeedSource source) {
        return config.getOptionalValue("farol." + source.label() + ".grpc", String.class);
    }

    private void follow(FeedSource source) {
        Optional<String> target = address(source);
        if (target.isEmpty()) {
            Log.warnf("feed has no address and is not followed source=%s", source.label());
            return;
        }
        UUID holder = UUID.randomUUID();
        for (int index = 0; index < partitionCount; index++) {
            FeedConsumer consumer = new FeedConsumer(
                    new Subscription(source, index, partitionCount, holder),
                    target.get(),
                    token,
                    subscriptions,
                    applier,
                    parked,
                    inboxes);
            consumers.add(consumer);
            threads.add(Thread.ofVirtual()
                    .name("feed-" + source.label() + "-" + index)
                    .start(consumer));
        }
    }

    /** Gives the shares back before the last requests are answered: another replica goes on with them meanwhile. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        consumers.forEach(FeedConsumer::stop);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        consumers.forEach(FeedConsumer::stop);
        for (Thread thread : threads) {
            thread.join(GOODBYE);
        }
    }
}
