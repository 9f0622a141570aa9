package io.farol.runtime.rest;

import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a request's body, so that an idempotency key can tell whether the same thing is asked again. */
final class BodyHash {
    private static final String KEY = "farol.body-hash";

    private BodyHash() {}

    static void keep(RoutingContext request, byte[] body) {
        request.put(KEY, of(body));
    }

    /** The hash of the body that was read; of nothing when none was. */
    static byte[] read(RoutingContext request) {
        byte @Nullable [] kept = request.get(KEY);
        return kept == null ? of(new byte[0]) : kept;
    }

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
