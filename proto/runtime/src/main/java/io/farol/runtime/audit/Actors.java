package io.farol.runtime.audit;

import io.quarkus.arc.Arc;
import io.quarkus.arc.Unremovable;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Knows who stands behind the running work: the caller of the request, else the service itself. */
@ApplicationScoped
@Unremovable
public class Actors {
    private final SecurityIdentity identity;
    private final String service;

    Actors(SecurityIdentity identity, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.identity = identity;
        this.service = service;
    }

    /** Of the running request; background work is the service's own. */
    public Actor current() {
        if (Arc.container().requestContext().isActive()
                && !identity.isAnonymous()
                && identity.getPrincipal() instanceof JsonWebToken token) {
            return new Actor(
                    token.getSubject(),
                    token.getName(),
                    Objects.requireNonNullElse(token.<Object>getClaim("azp"), "unknown")
                            .toString());
        }
        return new Actor(null, null, service);
    }
}
