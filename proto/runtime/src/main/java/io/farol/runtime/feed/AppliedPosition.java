package io.farol.runtime.feed;

import java.time.Instant;

/**
 * The last batch of a source that was applied whole; what {@code knownAt} names.
 *
 * @param stampedAt when the source numbered that batch
 */
public record AppliedPosition(long batch, long position, Instant stampedAt) {}
