package io.farol.runtime.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farol.runtime.tenant.CurrentTenant;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a minute, and never beyond its expiry, whom a tenant's verified token stands for (DECISIONS.md 26): the same token, character by character, is verified once a minute instead of once a
 * request. A token that was refused is not remembered, and a service's or an operator's is verified each time.
 */
@ApplicationScoped
class VerifiedTokens {
    static final Duration KEPT_FOR = Duration.ofMinutes(1);
    private static final int AT_MOST = 10_000;

    private final Clock clock;
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(AT_MOST)
            .expireAfterWrite(KEPT_FOR)
            .build();

    VerifiedTokens(Clock clock) {
        this.clock = clock;
    }

    private record Verified(SecurityIdentity identity, Instant until) {}

    /** Whom the token stands for, when it was verified within the last minute and has not expired. */
    Optional<SecurityIdentity> find(String token) {
        @Nullable Verified found = verified.getIfPresent(token);
        return found != null && clock.instant().isBefore(found.until())
                ? Optional.of(found.identity())
                : Optional.empty();
    }

    /** Remembers a token that was verified just now, without anything of the request that brought it. */
    void keep(String token, SecurityIdentity identity) {
        @Nullable Object tenant = identity.getAttribute(CurrentTenant.ATTRIBUTE);
        if (tenant == null
                || identity.hasRole(Role.SERVICE)
                || !(identity.getPrincipal() instanceof JsonWebToken jwt)) {
            return;
        }
        Instant now = clock.instant();
        Instant expiry = Instant.ofEpochSecond(jwt.getExpirationTime());
        Instant until = expiry.isBefore(now.plus(KEPT_FOR)) ? expiry : now.plus(KEPT_FOR);
        SecurityIdentity bare = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addRoles(identity.getRoles())
                .addAttributes(Map.of(CurrentTenant.ATTRIBUTE, tenant))
                .build();
        verified.put(token, new Verified(bare, until));
    }
}
