package io.farol.runtime.feed;

import org.jspecify.annotations.Nullable;

/**
 * How fresh an answer is that was made from a copy of another service's state.
 *
 * @param source whose state, such as {@code accounts}
 * @param position up to where its feed has been applied; null before the first event
 * @param isCaughtUp whether nothing newer was known in the last seconds
 * @param lagSeconds how long ago that was the case; 0 when it is
 */
public record SourceFreshness(String source, @Nullable String position, boolean isCaughtUp, long lagSeconds) {}
