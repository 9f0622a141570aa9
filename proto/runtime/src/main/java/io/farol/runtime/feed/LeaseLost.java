package io.farol.runtime.feed;

/** Another replica follows the feed now; what this one was doing is undone. */
class LeaseLost extends RuntimeException {

    LeaseLost(Subscription subscription) {
        super("lease lost source=" + subscription.sourceLabel() + " partition=" + subscription.partitionIndex());
    }
}
