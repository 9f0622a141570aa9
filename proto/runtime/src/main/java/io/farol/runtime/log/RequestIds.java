package io.farol.runtime.log;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.MDC;

/** Names each request of both doors before anything else can fail, and sends the name back. */
@ApplicationScoped
class RequestIds {

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(RequestIds::name);
    }

    private static void name(RoutingContext request) {
        String id = RequestId.of(request.request().getHeader(RequestId.HEADER));
        MDC.put(RequestId.FIELD, id);
        request.response().putHeader(RequestId.HEADER, id);
        request.next();
    }
}
