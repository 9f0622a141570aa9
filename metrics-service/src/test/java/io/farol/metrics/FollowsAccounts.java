package io.farol.metrics;

import io.farol.testkit.FollowedFeeds;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The service as every test has it, following an accounts feed that the test writes. */
public class FollowsAccounts implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(FollowedFeeds.class, Map.of("sources", "accounts")));
    }
}
