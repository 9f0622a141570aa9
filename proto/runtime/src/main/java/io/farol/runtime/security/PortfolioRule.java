package io.farol.runtime.security;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;

/** Who writes only what is in his portfolio: a caller whose only writing role is {@code csm} (platform.md section 4). What a portfolio has is each service's to say. */
@ApplicationScoped
public class PortfolioRule {
    private final SecurityIdentity caller;

    PortfolioRule(SecurityIdentity caller) {
        this.caller = caller;
    }

    /** Whether it binds the running work; never work that no caller stands behind. */
    public boolean isBinding() {
        return Arc.container().requestContext().isActive()
                && caller.hasRole(Role.CSM)
                && Stream.of(Role.ADMIN, Role.LEADER, Role.INTEGRATION).noneMatch(caller::hasRole);
    }
}
