package io.farol.runtime.limit;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.grpc.GrpcRequest;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one tenant from using up a service: a rate and a number of requests at a time, on both doors, counted by each replica for itself. Callers without a tenant share one
 * allowance; the services' own calls have none, and streams, which live for minutes, do not count as running.
 */
@ApplicationScoped
class TenantLimits {
    private static final int BEFORE_AUTHENTICATION = -600;
    private static final int AFTER_AUTHENTICATION = -100;
    private static final String NOBODY = "";

    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
    private final long requestsPerMinute;
    private final int concurrentRequests;

    TenantLimits(
            @ConfigProperty(name = "farol.limit.requests-per-minute") long requestsPerMinute,
            @ConfigProperty(name = "farol.limit.concurrent-requests") int concurrentRequests) {
        this.requestsPerMinute = requestsPerMinute;
        this.concurrentRequests = concurrentRequests;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_AUTHENTICATION).handler(this::announce);
        router.route().order(AFTER_AUTHENTICATION).handler(this::admit);
    }

    /** Refused tokens are answered with the headers too. */
    private void announce(RoutingContext request) {
        state(allowance(NOBODY), request.response());
        request.next();
    }

    private void admit(RoutingContext request) {
        @Nullable
        SecurityIdentity caller = request.user() instanceof QuarkusHttpUser user ? user.getSecurityIdentity() : null;
        if (caller != null && caller.hasRole(Role.SERVICE)) {
            request.next();
            return;
        }
        Allowance allowance = allowance(key(caller));
        long seconds = allowance.secondsToWait();
        if (seconds > 0) {
            state(allowance, request.response());
            request.fail(refusal(PlatformError.RATE_LIMITED, seconds));
            return;
        }
        if (isStream(request)) {
            state(allowance, request.response());
            request.next();
            return;
        }
        boolean isAdmitted = allowance.begin();
        state(allowance, request.response());
        if (isAdmitted) {
            request.addEndHandler(ended -> allowance.end());
            request.next();
        } else {
            request.fail(refusal(PlatformError.CONCURRENCY_LIMITED, 1));
        }
    }

    private static DomainException refusal(PlatformError code, long seconds) {
        return new DomainException(code, "too many requests of this tenant", Map.of("retryAfterSeconds", seconds));
    }

    private static String key(@Nullable SecurityIdentity caller) {
        @Nullable TenantId tenant = caller == null ? null : caller.getAttribute(CurrentTenant.ATTRIBUTE);
        return tenant == null ? NOBODY : tenant.value();
    }

    private Allowance allowance(String key) {
        return allowances.computeIfAbsent(key, any -> new Allowance(requestsPerMinute, concurrentRequests));
    }

    private static void state(Allowance allowance, HttpServerResponse response) {
        response.putHeader("RateLimit-Policy", allowance.policy()).putHeader("RateLimit", allowance.left());
    }

    private static boolean isStream(RoutingContext request) {
        if (GrpcRequest.is(request)) {
            return request.request().path().endsWith("/Subscribe");
        }
        @Nullable String accepted = request.request().getHeader("accept");
        return accepted != null && accepted.contains("text/event-stream");
    }
}
