package io.farol.runtime.download;

import io.farol.runtime.audit.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The caller that a link was made for, as its token would say it: the same subject, name and client. */
final class LinkCaller implements JsonWebToken {
    private final Actor caller;
    private final Map<String, String> claims = new HashMap<>();

    LinkCaller(Actor caller) {
        this.caller = caller;
        if (caller.id() != null) {
            claims.put(Claims.sub.name(), caller.id());
        }
        claims.put(Claims.azp.name(), caller.client());
    }

    @Override
    public String getName() {
        return Objects.requireNonNullElse(caller.name(), caller.client());
    }

    @Override
    public Set<String> getClaimNames() {
        return Set.copyOf(claims.keySet());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T getClaim(String claimName) {
        return (T) claims.get(claimName);
    }
}
