package io.farol.runtime.security;

import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tenant from a verified token, once, and refuses a token that belongs to nobody (DECISIONS.md 2 and 3): a tenant's user or client, an operator without a tenant, or one of the
 * four services' own clients.
 */
@ApplicationScoped
class TenantClaim implements SecurityIdentityAugmentor {
    static final Set<String> SERVICE_CLIENTS =
            Set.of("accounts-service", "metrics-service", "pipeline-service", "onboarding-service");

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        return Uni.createFrom().item(() -> withTenant(identity, token));
    }

    private static SecurityIdentity withTenant(SecurityIdentity identity, JsonWebToken token) {
        @Nullable Object claim = token.getClaim("tenant");
        boolean isService = SERVICE_CLIENTS.contains(String.valueOf(token.<Object>getClaim("azp")));
        boolean isOperator = identity.hasRole(Role.OPERATOR);
        if (claim == null && isService) {
            return QuarkusSecurityIdentity.builder(identity)
                    .addRole(Role.SERVICE)
                    .build();
        }
        if (claim == null && isOperator) {
            return identity;
        }
        if (claim instanceof String key && TenantId.isWellFormed(key) && !isService && !isOperator) {
            return QuarkusSecurityIdentity.builder(identity)
                    .addAttribute(CurrentTenant.ATTRIBUTE, new TenantId(key))
                    .build();
        }
        throw new AuthenticationFailedException("the token belongs to no tenant");
    }
}
