package io.farol.runtime.feed;

import java.util.List;
import java.util.function.Consumer;

/** One tenant's events of a batch that is too large for memory, in the order of their positions. */
public interface FeedInbox {

    /** Position of the last of them: known from the beginning, because what is learnt from the first belongs to it already. */
    long lastPosition();

    /** Hands over up to 5,000 events at a time; may be called once. */
    void forEachChunk(Consumer<List<FeedEvent>> work);
}
