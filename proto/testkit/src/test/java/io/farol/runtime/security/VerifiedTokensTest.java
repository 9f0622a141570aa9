package io.farol.runtime.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant START = Instant.parse("2026-03-31T12:00:00Z");

    private final SettableClock clock = new SettableClock();
    private final VerifiedTokens tokens = new VerifiedTokens(clock);

    @Test
    void knowsATokenForAMinute() {
        tokens.keep("t", identity("aurora", START.plusSeconds(3600), Role.VIEWER));

        clock.now = START.plusSeconds(59);
        assertEquals(Optional.of(Set.of(Role.VIEWER)), tokens.find("t").map(SecurityIdentity::getRoles));
        assertEquals(
                Optional.of(new TenantId("aurora")),
                tokens.find("t").map(found -> found.<TenantId>getAttribute(CurrentTenant.ATTRIBUTE)));
        clock.now = START.plusSeconds(60);
        assertEquals(Optional.empty(), tokens.find("t"));
    }

    @Test
    void forgetsATokenTheMomentItExpires() {
        tokens.keep("t", identity("aurora", START.plusSeconds(10), Role.VIEWER));

        clock.now = START.plusSeconds(9);
        assertEquals(true, tokens.find("t").isPresent());
        clock.now = START.plusSeconds(10);
        assertEquals(false, tokens.find("t").isPresent());
    }

    @Test
    void knowsNoOtherToken() {
        tokens.keep("t", identity("aurora", START.plusSeconds(3600), Role.VIEWER));

        assertEquals(Optional.empty(), tokens.find("u"));
        assertEquals(Optional.empty(), tokens.find("t "));
    }

    @Test
    void keepsNothingOfTheRequestThatBroughtTheToken() {
        tokens.keep("t", identity("aurora", START.plusSeconds(3600), Role.VIEWER));

        assertEquals(
                Optional.of(Map.of(CurrentTenant.ATTRIBUTE, new TenantId("aurora"))),
                tokens.find("t").map(SecurityIdentity::getAttributes));
    }

    @Test
    void verifiesServicesAndOperatorsEachTime() {
        tokens.keep("service", identity("aurora", START.plusSeconds(3600), Role.SERVICE));
        tokens.keep(
                "operator",
                builder(START.plusSeconds(3600)).addRole(Role.OPERATOR).build());

        assertEquals(Optional.empty(), tokens.find("service"));
        assertEquals(Optional.empty(), tokens.find("operator"));
    }

    private static SecurityIdentity identity(String tenant, Instant expiry, String role) {
        return builder(expiry)
                .addRole(role)
                .addAttribute(CurrentTenant.ATTRIBUTE, new TenantId(tenant))
                .addAttribute("request", new Object())
                .build();
    }

    private static QuarkusSecurityIdentity.Builder builder(Instant expiry) {
        JwtClaims claims = new JwtClaims();
        claims.setExpirationTime(NumericDate.fromSeconds(expiry.getEpochSecond()));
        claims.setClaim("preferred_username", "vera");
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new OidcJwtCallerPrincipal(claims, new io.quarkus.oidc.AccessTokenCredential("t")));
    }

    private static final class SettableClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
