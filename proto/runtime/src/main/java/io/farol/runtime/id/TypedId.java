package io.farol.runtime.id;

import java.util.UUID;

/**
 * A UUIDv7 that says in its type what it identifies. Implemented by one record per aggregate, {@code record AccountId(UUID value)}, so that two ids cannot change places.
 *
 * <p>In JSON and in paths it is the plain UUID string; in OpenAPI a schema of its own name with {@code x-farol-ref}.
 */
public interface TypedId {

    /** The bare id. */
    UUID value();
}
