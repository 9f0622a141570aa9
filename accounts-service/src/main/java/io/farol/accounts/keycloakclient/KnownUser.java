package io.farol.accounts.keycloakclient;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.runtime.tenant.TenantId;
import java.util.UUID;

/**
 * A user whom Keycloak has.
 *
 * @param tenantKey empty = of no tenant
 * @param hasOwnPassword whether he has replaced, or never had, a temporary one
 */
public record KnownUser(UUID id, String userName, String email, String tenantKey, boolean hasOwnPassword) {
    private static final String UPDATE_PASSWORD = "UPDATE_PASSWORD";

    static KnownUser of(JsonNode user) {
        return new KnownUser(
                UUID.fromString(user.path("id").asText()),
                user.path("username").asText(),
                user.path("email").asText(""),
                user.path("attributes").path("tenant").path(0).asText(""),
                user.path("requiredActions").valueStream().noneMatch(action -> action.asText()
                        .equals(UPDATE_PASSWORD)));
    }

    /** Whether he belongs to a tenant. */
    public boolean isOf(TenantId tenant) {
        return tenantKey.equals(tenant.value());
    }
}
