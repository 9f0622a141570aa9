package io.farol.runtime.security;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.grpc.GrpcRequest;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tenant from a verified token, once, and refuses a token that belongs to nobody (DECISIONS.md 2 and 3): a tenant's user or client, an operator without a tenant, or one of the
 * four services' own clients. Only the last may name a tenant beside the token, in the gRPC metadata {@code farol-tenant}.
 */
@ApplicationScoped
class TenantClaim implements SecurityIdentityAugmentor {
    static final Set<String> SERVICE_CLIENTS =
            Set.of("accounts-service", "metrics-service", "pipeline-service", "onboarding-service");

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        return Uni.createFrom()
                .item(() -> withTenant(identity, token, HttpSecurityUtils.getRoutingContextAttribute(attributes)));
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return augment(identity, context, Map.of());
    }

    private static SecurityIdentity withTenant(
            SecurityIdentity identity, JsonWebToken token, @Nullable RoutingContext request) {
        @Nullable Object claim = token.getClaim("tenant");
        boolean isService = SERVICE_CLIENTS.contains(String.valueOf(token.<Object>getClaim("azp")));
        boolean isOperator = identity.hasRole(Role.OPERATOR);
        if (claim == null && isService) {
            return service(identity, tenantBeside(request));
        }
        if (claim == null && isOperator) {
            return of(identity, Set.of(Role.OPERATOR));
        }
        if (claim instanceof String key && TenantId.isWellFormed(key) && !isService && !isOperator) {
            MDC.put("tenant", key);
            return QuarkusSecurityIdentity.builder(of(identity, withoutServiceRole(identity)))
                    .addAttribute(CurrentTenant.ATTRIBUTE, new TenantId(key))
                    .build();
        }
        DomainException cause =
                new DomainException(PlatformError.TENANT_CLAIM_MISSING, "the token belongs to no tenant");
        throw new AuthenticationFailedException(cause);
    }

    private static SecurityIdentity service(SecurityIdentity identity, Optional<TenantId> tenant) {
        QuarkusSecurityIdentity.Builder builder = QuarkusSecurityIdentity.builder(of(identity, Set.of(Role.SERVICE)));
        tenant.ifPresent(t -> {
            MDC.put("tenant", t.value());
            builder.addAttribute(CurrentTenant.ATTRIBUTE, t);
        });
        return builder.build();
    }

    private static Optional<TenantId> tenantBeside(@Nullable RoutingContext request) {
        if (request == null || !GrpcRequest.is(request)) {
            return Optional.empty();
        }
        return ServiceTenant.only(request.request().headers().getAll(ServiceTenant.HEADER));
    }

    private static Set<String> withoutServiceRole(SecurityIdentity identity) {
        Set<String> roles = new HashSet<>(identity.getRoles());
        roles.remove(Role.SERVICE);
        return roles;
    }

    /** The same identity with exactly these roles: a realm role named like an inner one gives nothing. */
    private static SecurityIdentity of(SecurityIdentity identity, Set<String> roles) {
        QuarkusSecurityIdentity.Builder builder = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes())
                .addRoles(roles);
        return builder.build();
    }
}
