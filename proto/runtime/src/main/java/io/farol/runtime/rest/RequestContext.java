package io.farol.runtime.rest;

import io.farol.runtime.error.Language;
import io.farol.runtime.grpc.GrpcRequest;
import io.farol.runtime.log.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** What is settled for every HTTP request before anything else looks at it: the language of its texts, and that no shared cache may keep the answer. */
@ApplicationScoped
public class RequestContext {
    private static final int BEFORE_AUTHENTICATION = 1_000;

    void register(@Observes Filters filters) {
        filters.register(RequestContext::settle, BEFORE_AUTHENTICATION);
    }

    private static void settle(RoutingContext context) {
        if (!GrpcRequest.is(context)) {
            HttpServerResponse response = context.response();
            preferJson(context.request());
            response.putHeader("Content-Language", language(context).tag());
            context.addHeadersEndHandler(ignored -> settleCaching(response));
        }
        context.next();
    }

    /** Who accepts anything gets JSON, also where a list can be exported; so does who accepts both alike, as typed clients do. */
    private static void preferJson(HttpServerRequest request) {
        if (request.path() == null || !request.path().startsWith("/v1/")) {
            return;
        }
        @Nullable String accept = request.getHeader("Accept");
        if (accept == null || accept.strip().equals("*/*")) {
            request.headers().set("Accept", "application/json, */*;q=0.5");
        } else if (accept.contains("application/json") && accept.contains(Lists.CSV) && !accept.contains("q=")) {
            request.headers().set("Accept", accept.replace(Lists.CSV, Lists.CSV + ";q=0.5"));
        }
    }

    private static void settleCaching(HttpServerResponse response) {
        if (!response.headers().contains("Cache-Control")) {
            boolean isRevalidated = response.headers().contains("ETag")
                    && (response.getStatusCode() == 200 || response.getStatusCode() == 304);
            response.putHeader("Cache-Control", isRevalidated ? "private, no-cache" : "private, no-store");
            response.putHeader("Vary", "Authorization, Accept, Accept-Language, Accept-Encoding, Origin");
        }
    }

    /** The id of a request, in every answer and log line about it. */
    static String id(RoutingContext context) {
        @Nullable String id = context.response().headers().get(RequestId.HEADER);
        return id == null ? RequestId.current() : id;
    }

    /** The language of a request's texts. */
    public static Language language(RoutingContext context) {
        return Language.accepted(context.request().getHeader("Accept-Language"));
    }
}
