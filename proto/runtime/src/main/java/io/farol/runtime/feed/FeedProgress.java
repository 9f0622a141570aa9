package io.farol.runtime.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer has come.
 *
 * @param cursor everything up to it is applied
 * @param stampedAt stamp of the batch at the cursor; null before the first
 * @param isCaughtUp whether nothing newer was numbered when the source said so
 */
record FeedProgress(FeedCursor cursor, @Nullable Instant stampedAt, boolean isCaughtUp) {}
