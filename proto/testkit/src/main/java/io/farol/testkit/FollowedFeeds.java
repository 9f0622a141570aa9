package io.farol.testkit;

import io.farol.runtime.feed.FeedSource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the service under test follow feeds that the test writes. To be named by a {@code QuarkusTestProfile} of the test, with the argument {@code sources} such as {@code accounts,pipeline}; a resource
 * in an annotation would be started for every test of the module.
 */
public final class FollowedFeeds implements QuarkusTestResourceLifecycleManager {
    private static final Map<String, FakeFeed> FEEDS = new ConcurrentHashMap<>();

    private String[] sources = {};

    @Override
    public void init(Map<String, String> initArgs) {
        sources = Objects.requireNonNull(initArgs.get("sources")).split(",");
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> addresses = new HashMap<>();
        for (String label : sources) {
            FakeFeed feed = new FakeFeed(FeedSource.ofLabel(label).orElseThrow());
            FEEDS.put(label, feed);
            addresses.put("farol." + label + ".grpc", feed.address());
        }
        return addresses;
    }

    @Override
    public void stop() {
        for (FakeFeed feed : FEEDS.values()) {
            try {
                feed.goAway();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The feed of a source, such as {@code accounts}. */
    public static FakeFeed of(String label) {
        return Objects.requireNonNull(FEEDS.get(label), label);
    }
}
