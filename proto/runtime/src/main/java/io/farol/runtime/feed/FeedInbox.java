package io.farol.runtime.feed;

import java.util.List;
import java.util.function.Consumer;

/** One tenant's events of a batch that is too large for memory, in the order of their positions. */
public interface FeedInbox {

    /** Hands over up to 5,000 events at a time; may be called once. */
    void forEachChunk(Consumer<List<FeedEvent>> work);
}
