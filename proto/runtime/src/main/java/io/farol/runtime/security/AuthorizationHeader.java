package io.farol.runtime.security;

import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses, before the token is looked at, an authorization that is not exactly one bearer token of three parts. The library takes the first of two tokens, and breaks on an
 * empty one.
 */
@ApplicationScoped
class AuthorizationHeader {
    private static final Pattern BEARER =
            Pattern.compile("(?i:bearer) [A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final int BEFORE_AUTHENTICATION = -500;

    void register(@Observes Router router) {
        router.route().order(BEFORE_AUTHENTICATION).handler(AuthorizationHeader::check);
    }

    private static void check(RoutingContext request) {
        List<String> sent = request.request().headers().getAll("authorization");
        boolean isAcceptable = sent.isEmpty()
                || sent.size() == 1 && BEARER.matcher(sent.getFirst()).matches();
        if (isAcceptable) {
            request.next();
        } else {
            request.fail(401, new AuthenticationFailedException("not one bearer token"));
        }
    }
}
