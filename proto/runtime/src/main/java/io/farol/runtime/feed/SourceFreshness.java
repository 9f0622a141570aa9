package io.farol.runtime.feed;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fresh an answer is that was made from a copy of another service's state.
 *
 * @param source whose state, such as {@code accounts}
 * @param position up to where its feed has been applied; null before the first event
 * @param isCaughtUp whether nothing newer was known in the last seconds
 * @param lagSeconds how long ago the copy was complete for certain; 0 when it is, or never was
 */
public record SourceFreshness(String source, @Nullable String position, boolean isCaughtUp, long lagSeconds) {

    /**
     * The same of a copy that is dated by knowledge points: names the tenant's own last batch instead of the place to which other tenants' events have moved the cursor. All that a copy holds is of one
     * epoch, its cursor's, since another one empties it.
     *
     * @param batch of the knowledge point; 0 = nothing is known yet
     * @param at position of the knowledge point
     */
    public SourceFreshness at(long batch, long at) {
        @Nullable
        String known = Optional.ofNullable(position)
                .filter(_ -> batch > 0)
                .flatMap(FeedCursor::parse)
                .map(cursor -> new FeedCursor(cursor.source(), cursor.epoch(), batch, at).toString())
                .orElse(null);
        return new SourceFreshness(source, known, isCaughtUp, lagSeconds);
    }

    /** The same of an answer about a knowledge point that has passed: it contains all that was numbered by then, and says so for ever. */
    public SourceFreshness ofThePast() {
        return new SourceFreshness(source, position, true, 0);
    }
}
