package io.farol.runtime.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EpochBumpTest {
    @Test
    void beginsAnEpochAndKeepsTheNumbering() throws Exception {
        FeedDatabase database = FeedDatabase.create("epoch_bump");
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);
        database.asFeed("select feed_stamp()");
        assertEquals(List.of("1 1"), database.asFeed("select epoch || ' ' || position from feed_head"));

        assertEquals(0, new EpochBump(database.feed()).run());

        assertEquals(List.of("2 1"), database.asFeed("select epoch || ' ' || position from feed_head"));
        database.commit("aurora", "ACCOUNT", UUID.randomUUID(), 1);
        database.asFeed("select feed_stamp()");
        assertEquals(List.of("2 2"), database.asFeed("select epoch || ' ' || position from feed_head"));
    }
}
