package io.farol.runtime.security;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** A service's own token works on gRPC only: on REST it is refused on every path, whatever an endpoint's annotation says (DECISIONS.md 3). */
class ServiceTokensStayInside {
    private final SecurityIdentity identity;

    ServiceTokensStayInside(SecurityIdentity identity) {
        this.identity = identity;
    }

    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    void refuseServices(ContainerRequestContext request) {
        if (identity.hasRole(Role.SERVICE)) {
            throw new ForbiddenException("a service's token has no business on REST");
        }
    }
}
