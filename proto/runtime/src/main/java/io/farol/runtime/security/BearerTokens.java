package io.farol.runtime.security;

import io.farol.runtime.download.LinkedCallers;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** The way callers of both doors are known: by {@link VerifiedTokens} when their token was verified a moment ago, by {@link LinkedCallers} when they come without one by a download link, else by Quarkus's verification. */
@Alternative
@Priority(1)
@ApplicationScoped
class BearerTokens implements HttpAuthenticationMechanism {
    private static final int SCHEME = "Bearer ".length();

    private final OidcAuthenticationMechanism verification;
    private final VerifiedTokens verified;
    private final LinkedCallers linked;

    BearerTokens(OidcAuthenticationMechanism verification, VerifiedTokens verified, LinkedCallers linked) {
        this.verification = verification;
        this.verified = verified;
        this.linked = linked;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        @Nullable String sent = request.request().getHeader("authorization");
        if (sent == null) {
            return LinkedCallers.isLinked(request)
                    ? linked.authenticate(request)
                    : verification.authenticate(request, identities);
        }
        String token = sent.substring(SCHEME);
        Optional<SecurityIdentity> known = verified.find(token);
        if (known.isPresent()) {
            MDC.put(
                    "tenant",
                    known.get().<TenantId>getAttribute(CurrentTenant.ATTRIBUTE).value());
            return Uni.createFrom().item(known.get());
        }
        return verification.authenticate(request, identities).invoke(identity -> {
            if (identity != null) {
                verified.keep(token, identity);
            }
        });
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return verification.getChallenge(request);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return verification.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return verification.getCredentialTransport(request);
    }

    @Override
    public int getPriority() {
        return verification.getPriority();
    }
}
