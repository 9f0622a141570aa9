package io.farol.runtime.rest;

import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** The hash of what is asked: the body, and the query where there is one. */
    static byte[] ofRequest(RoutingContext request) {
        @Nullable String query = request.request().query();
        byte[] body = read(request);
        if (query == null || query.isEmpty()) {
            return body;
        }
        byte[] asked = query.getBytes(StandardCharsets.UTF_8);
        return of(ByteBuffer.allocate(body.length + asked.length)
                .put(body)
                .put(asked)
                .array());
    }

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
