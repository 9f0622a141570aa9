package io.farol.runtime.grpc;

import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Tells the two doors apart on their shared port, by the rule that the server itself routes by. */
public final class GrpcRequest {

    private GrpcRequest() {}

    /** Whether a request goes to the gRPC server: HTTP/2 and {@code application/grpc}. */
    public static boolean is(RoutingContext request) {
        String contentType = request.request().getHeader("content-type");
        return request.request().version() == HttpVersion.HTTP_2
                && contentType != null
                && contentType.toLowerCase(java.util.Locale.ROOT).startsWith("application/grpc");
    }
}
