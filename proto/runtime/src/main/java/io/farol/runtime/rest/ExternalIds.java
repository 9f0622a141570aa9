package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.TypedId;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** What external ids may be in a path, and the refusal of one that is taken. */
public class ExternalIds {
    private static final String SEGMENT = "/by-external-id/";
    private static final Pattern UNSAFE = Pattern.compile("[/\\\\;]|%2f|%5c|%25|%3b|%00");

    /** POST with an external id that another one has. */
    public static DomainException taken(TypedId existing) {
        return new DomainException(
                PlatformError.EXTERNAL_ID_TAKEN, "external id taken", Map.of("existingId", existing));
    }

    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    void refuseUnsafePaths(ContainerRequestContext request, RoutingContext routing) {
        String path = routing.request().path();
        int start = path.indexOf(SEGMENT);
        if (start >= 0
                && UNSAFE.matcher(path.substring(start + SEGMENT.length()).toLowerCase(Locale.ROOT))
                        .find()) {
            throw new DomainException(PlatformError.EXTERNAL_ID_NOT_PATH_SAFE, "external id not path-safe");
        }
    }
}
