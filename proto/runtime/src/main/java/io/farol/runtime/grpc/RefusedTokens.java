package io.farol.runtime.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers a gRPC call whose token was refused before the call reached the gRPC server. Tokens are checked on the shared HTTP port, which would answer a bare HTTP 401;
 * this makes it the trailers of a gRPC answer, with details.
 */
@ApplicationScoped
class RefusedTokens {

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RefusedTokens::answer);
    }

    private static void answer(RoutingContext failed) {
        @Nullable Throwable failure = failed.failure();
        if (failure == null || !GrpcRequest.is(failed) || failed.response().ended()) {
            failed.next();
            return;
        }
        String language = Objects.requireNonNullElse(failed.request().getHeader("accept-language"), "en");
        StatusRuntimeException status = GrpcErrors.transform(failure, language);
        com.google.rpc.Status details = Objects.requireNonNull(StatusProto.fromThrowable(status));
        failed.response()
                .setStatusCode(200)
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", String.valueOf(details.getCode()))
                .putHeader(
                        "grpc-message",
                        URLEncoder.encode(details.getMessage(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .putHeader(
                        "grpc-status-details-bin",
                        Base64.getEncoder().withoutPadding().encodeToString(details.toByteArray()))
                .end();
    }
}
