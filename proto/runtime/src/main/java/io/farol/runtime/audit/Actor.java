package io.farol.runtime.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who stands behind a write.
 *
 * @param id the token's subject; null for the platform's own background work
 * @param name the user's or client's name; null for the platform's own background work
 * @param client the OAuth client that the call came through, or the service itself
 */
public record Actor(@Nullable String id, @Nullable String name, String client) {}
