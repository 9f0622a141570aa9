package io.farol.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thing made for a test, through the public API.
 *
 * @param id its id
 * @param externalId its id in the system it came from; null when it has none
 * @param parents ids of the things it belongs to, by type as in {@code x-farol-ref}
 */
public record Made(String id, @Nullable String externalId, Map<String, String> parents) {
    /** A thing that belongs to nothing else. */
    public static Made alone(String id, @Nullable String externalId) {
        return new Made(id, externalId, Map.of());
    }
}
