package io.farol.runtime.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cursors when the shares of the tenants are cut anew: no tenant's events are passed over. The source is one that nobody follows here. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class SubscriptionsTest {
    private static final FeedSource SOURCE = FeedSource.PIPELINE;
    private static final Set<String> DEALS = Set.of("DEAL");

    private final Subscriptions subscriptions;
    private final UUID me = UUID.randomUUID();

    SubscriptionsTest(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @BeforeEach
    void forgetsAll() {
        Jdbi.create(Postgres.superuserUrl(ServiceUnderTest.DATABASE))
                .useHandle(handle -> handle.execute("delete from feed_subscription where source = ?", SOURCE.label()));
    }

    @Test
    void beginsAShareAtTheStartWhenOnlyItsSistersHaveBegun() {
        follow(0, 4, 500, DEALS);

        assertTrue(subscriptions.acquire(share(1, 4), DEALS));

        assertEquals("", cursor(1, 4));
    }

    @Test
    void goesOnWhereTheSlowestOfTheOldSharesIs() {
        follow(0, 2, 500, DEALS);
        follow(1, 2, 300, DEALS);

        for (int index = 0; index < 3; index++) {
            assertTrue(subscriptions.acquire(share(index, 3), DEALS));
            assertEquals("pip.e1.12c.300", cursor(index, 3));
        }
    }

    @Test
    void readsAnewWhenOneOfTheOldSharesLacksAKindOfAggregate() {
        follow(0, 2, 500, DEALS);
        follow(1, 2, 300, Set.of("DEAL", "PROPOSAL"));

        assertTrue(subscriptions.acquire(share(0, 1), Set.of("DEAL", "PROPOSAL")));

        assertEquals("", cursor(0, 1));
    }

    @Test
    void forgetsTheOldSharesOnceAllNewOnesStandAndNobodyHoldsTheOld() {
        follow(0, 1, 300, DEALS);
        follow(0, 2, 400, DEALS);
        subscriptions.forgetOtherShares(share(0, 2));
        assertEquals(List.of("0/1", "0/2"), shares());

        follow(1, 2, 400, DEALS);
        subscriptions.forgetOtherShares(share(1, 2));
        assertEquals(List.of("0/1", "0/2", "1/2"), shares(), "a share that somebody holds is forgotten");

        subscriptions.release(share(0, 1));
        subscriptions.forgetOtherShares(share(1, 2));
        assertEquals(List.of("0/2", "1/2"), shares());
    }

    private void follow(int index, int count, long position, Set<String> types) {
        assertTrue(subscriptions.acquire(share(index, count), types));
        subscriptions.advance(
                share(index, count), new FeedProgress(new FeedCursor(SOURCE, 1, position, position), null, true));
    }

    private Subscription share(int index, int count) {
        return new Subscription(SOURCE, index, count, me);
    }

    private String cursor(int index, int count) {
        return subscriptions.find(SOURCE, count, index).orElseThrow().cursor();
    }

    private List<String> shares() {
        return subscriptions.all().stream()
                .filter(standing -> standing.source().equals(SOURCE.label()))
                .map(standing -> standing.partitionIndex() + "/" + standing.partitionCount())
                .toList();
    }
}
