package io.farol.runtime.feed;

import io.farol.feed.v1.Event;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.runtime.feed.AppliedVersions.AggregateKey;
import io.farol.runtime.feed.Subscriptions.Standing;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Follows one share of a feed for as long as the process lives: takes the lease, opens the stream where the cursor stands, applies, and opens it again. Runs on a virtual thread of its own. */
final class FeedConsumer implements Runnable {
    private static final Duration LEASE_LOOK = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Duration.ofSeconds(2);
    private static final Duration SILENCE = FeedStream.HEARTBEAT.multipliedBy(3);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Subscription subscription;
    private final String target;
    private final ServiceToken token;
    private final Subscriptions subscriptions;
    private final FeedApplier applier;
    private final ParkedEvents parked;
    private final CarefulApplier careful;
    private final Inboxes inboxes;
    private final Set<AggregateKey> blocked = new HashSet<>();
    private final ReconnectPause pause = new ReconnectPause(System::nanoTime, RandomGenerator.getDefault());
    private volatile boolean isHeld;
    private volatile boolean isReplayWanted;
    private final CountDownLatch stopped = new CountDownLatch(1);

    FeedConsumer(
            Subscription subscription,
            String target,
            ServiceToken token,
            Subscriptions subscriptions,
            FeedApplier applier,
            ParkedEvents parked,
            Inboxes inboxes) {
        this.subscription = subscription;
        this.target = target;
        this.token = token;
        this.subscriptions = subscriptions;
        this.applier = applier;
        this.parked = parked;
        this.inboxes = inboxes;
        this.careful = new CarefulApplier(subscription, applier, inboxes, blocked);
    }

    /** Gives the lease back and ends; returns at once. */
    void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** A rest that ends early when this consumer is to stop. */
    private void rest(Duration length) throws InterruptedException {
        stopped.await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        Thread renewal = Thread.ofVirtual().name("feed-lease").start(this::renew);
        try {
            while (!isStopped()) {
                takeTurn();
            }
            if (isHeld) {
                subscriptions.release(subscription);
            }
        } catch (InterruptedException e) {
            Log.debugf("feed consumer interrupted source=%s", subscription.sourceLabel());
        } catch (RuntimeException e) {
            Log.warnf(e, "feed lease could not be given back source=%s", subscription.sourceLabel());
        } finally {
            stopped.countDown();
            renewal.interrupt();
        }
    }

    /** The one place that survives everything: a follower that died would stop its projections silently. */
    private void takeTurn() throws InterruptedException {
        try {
            isHeld = subscriptions.acquire(subscription, applier.aggregateTypes(subscription.source()));
            if (!isHeld) {
                rest(LEASE_LOOK);
                return;
            }
            Log.infof(
                    "feed followed source=%s partition=%d", subscription.sourceLabel(), subscription.partitionIndex());
            loadBlocked();
            isReplayWanted = !blocked.isEmpty();
            while (isHeld && !isStopped()) {
                follow();
            }
        } catch (LeaseLost e) {
            isHeld = false;
            Log.infof("feed lease lost source=%s", subscription.sourceLabel());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Log.warnf(e, "feed cannot be followed now source=%s", subscription.sourceLabel());
            rest(pause.next());
        }
    }

    private void follow() throws Exception {
        Standing standing = subscriptions
                .find(subscription.source(), subscription.partitionCount(), subscription.partitionIndex())
                .orElseThrow();
        inboxes.clear(subscription);
        subscriptions.forgetOtherShares(subscription);
        SubscribeRequest request = SubscribeRequest.newBuilder()
                .setCursor(standing.cursor())
                .addAllAggregateTypes(applier.aggregateTypes(subscription.source()))
                .setPartitionIndex(subscription.partitionIndex())
                .setPartitionCount(subscription.partitionCount())
                .build();
        try (FeedCall call = new FeedCall(target, subscription.source(), request, token.get())) {
            read(call, new IncomingBatches(subscription.source()));
        } catch (FeedClosed e) {
            closed(e);
        } catch (IOException e) {
            lostTouch(e.getMessage());
        }
    }

    private void closed(FeedClosed e) throws Exception {
        if (e.mustStartAnew()) {
            Log.warnf(
                    "copy emptied, the feed is read anew source=%s reason=%s",
                    subscription.sourceLabel(), e.getMessage());
            applier.startAnew(subscription);
            blocked.clear();
        } else if (!e.isOrderly()) {
            lostTouch(e.getMessage());
        }
    }

    private void lostTouch(@Nullable String error) throws InterruptedException {
        Log.infof("feed not heard source=%s error=%s", subscription.sourceLabel(), error);
        subscriptions.lostTouch(subscription, String.valueOf(error));
        rest(pause.next());
    }

    private void read(FeedCall call, IncomingBatches incoming) throws Exception {
        long silentSince = System.nanoTime();
        while (isHeld && !isStopped()) {
            if (isReplayWanted) {
                replay();
            }
            @Nullable SubscribeResponse element = call.next(Duration.ZERO);
            if (element == null) {
                apply(incoming);
                element = call.next(LOOK);
            }
            if (element != null) {
                silentSince = System.nanoTime();
                pause.reset();
                take(incoming, element);
            } else if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
                throw new IOException("the source says nothing");
            }
        }
    }

    private void take(IncomingBatches incoming, SubscribeResponse element) throws Exception {
        switch (element.getElementCase()) {
            case EVENT -> takeEvent(incoming, element.getEvent());
            case HEARTBEAT -> {
                finishLarge(incoming);
                incoming.heartbeat(element.getHeartbeat());
                apply(incoming);
            }
            case ELEMENT_NOT_SET -> Log.debugf("unknown element of a newer source=%s", subscription.sourceLabel());
        }
    }

    private void takeEvent(IncomingBatches incoming, Event event) throws Exception {
        if (incoming.beginsBatch(event)) {
            finishLarge(incoming);
        }
        incoming.add(event);
        if (incoming.isEnough()) {
            apply(incoming);
        }
        if (incoming.isOpenTooLarge()) {
            apply(incoming);
            inboxes.add(subscription, incoming.takeOpen());
        }
    }

    /** The batch in the inbox is whole now. */
    private void finishLarge(IncomingBatches incoming) throws Exception {
        if (incoming.isSpooling()) {
            inboxes.add(subscription, incoming.takeOpen());
            careful.applyInbox(incoming.finishSpooled());
        }
    }

    private void apply(IncomingBatches incoming) throws Exception {
        if (incoming.hasComplete()) {
            try (ApplySpan _ = ApplySpan.begin(subscription, incoming.complete().size(), incoming.traceParents())) {
                careful.apply(incoming.complete(), incoming.progress());
            }
            incoming.forgetComplete();
        }
    }

    private void replay() throws Exception {
        isReplayWanted = false;
        Set<AggregateKey> failed = new HashSet<>();
        for (FeedEvent event : parked.events(subscription)) {
            AggregateKey key = AggregateKey.of(event);
            if (!failed.contains(key) && !careful.replay(event)) {
                failed.add(key);
            }
        }
        subscriptions.replayed(subscription);
        blocked.clear();
        blocked.addAll(failed);
    }

    private void loadBlocked() throws Exception {
        blocked.clear();
        List<FeedEvent> aside = parked.events(subscription);
        aside.forEach(event -> blocked.add(AggregateKey.of(event)));
        subscriptions.tellParked(subscription, aside.size());
    }

    private void renew() {
        while (!isStopped()) {
            try {
                rest(RENEWAL);
                if (isHeld) {
                    isHeld = subscriptions.renew(subscription);
                    isReplayWanted |= subscriptions
                            .find(subscription.source(), subscription.partitionCount(), subscription.partitionIndex())
                            .filter(Standing::isReplayRequested)
                            .isPresent();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                Log.warnf("feed lease not renewed source=%s error=%s", subscription.sourceLabel(), e.getMessage());
            }
        }
    }
}
