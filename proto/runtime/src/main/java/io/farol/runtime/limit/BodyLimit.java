package io.farol.runtime.limit;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.grpc.GrpcRequest;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Refuses a body that is larger than stated: a small limit for everything but imports, which have the server's own. */
@ApplicationScoped
class BodyLimit {
    private static final int AFTER_SERVERS_OWN = -1;

    private final long bodyBytes;

    BodyLimit(@ConfigProperty(name = "farol.limit.body-bytes") long bodyBytes) {
        this.bodyBytes = bodyBytes;
    }

    void register(@Observes Router router) {
        router.route().order(AFTER_SERVERS_OWN).handler(this::check);
    }

    private void check(RoutingContext request) {
        if (GrpcRequest.is(request) || isImport(request)) {
            request.next();
            return;
        }
        if (declaredBytes(request) > bodyBytes) {
            if (request.request().version() != HttpVersion.HTTP_2) {
                request.response().putHeader("Connection", "close");
            }
            request.fail(new DomainException(
                    PlatformError.BODY_TOO_LARGE, "the body is too large", Map.of("limitBytes", bodyBytes)));
            return;
        }
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, bodyBytes);
        request.next();
    }

    private static long declaredBytes(RoutingContext request) {
        @Nullable String declared = request.request().getHeader("content-length");
        return declared != null && declared.matches("[0-9]{1,18}") ? Long.parseLong(declared) : 0;
    }

    private static boolean isImport(RoutingContext request) {
        return request.request().method() == HttpMethod.POST
                && request.normalizedPath().endsWith("/imports");
    }
}
