package io.farol.runtime.security;

import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Refuses, before the token is looked at, an authorization that is not exactly one bearer token of three parts. The library takes the first of two tokens, and breaks on an
 * empty one.
 */
@ApplicationScoped
class AuthorizationHeader {
    private static final String SCHEME = "Bearer ";
    private static final int PARTS = 3;
    private static final int BEFORE_AUTHENTICATION = -500;

    void register(@Observes Router router) {
        router.route().order(BEFORE_AUTHENTICATION).handler(AuthorizationHeader::check);
    }

    private static void check(RoutingContext request) {
        List<String> sent = request.request().headers().getAll("authorization");
        boolean isAcceptable = sent.isEmpty() || sent.size() == 1 && isBearer(sent.getFirst());
        if (isAcceptable) {
            request.next();
        } else {
            request.fail(401, new AuthenticationFailedException("not one bearer token"));
        }
    }

    /** Three parts of base64url, of which only the last may be empty. By hand, since it is done for every request: a pattern took 2 % of a read's time. */
    private static boolean isBearer(String value) {
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        int parts = 1;
        int partStart = SCHEME.length();
        for (int i = partStart; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '.' && i > partStart) {
                parts++;
                partStart = i + 1;
            } else if (!isBase64Url(c)) {
                return false;
            }
        }
        return parts == PARTS;
    }

    private static boolean isBase64Url(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
