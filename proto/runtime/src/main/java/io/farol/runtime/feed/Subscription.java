package io.farol.runtime.feed;

import java.util.UUID;

/**
 * One share of the tenants of one source, followed by one replica at a time.
 *
 * @param holder this replica's mark on the lease
 */
record Subscription(FeedSource source, int partitionIndex, int partitionCount, UUID holder) {

    String sourceLabel() {
        return source.label();
    }
}
