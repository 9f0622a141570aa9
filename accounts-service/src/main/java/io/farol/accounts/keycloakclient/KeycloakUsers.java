package io.farol.accounts.keycloakclient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Users in Keycloak's realm, by its admin API and with the token of this service's own client, which has no more than {@code manage-users}, {@code view-users} and {@code query-users} there. Everything may
 * be said twice.
 */
@ApplicationScoped
public class KeycloakUsers {
    private static final String USERS = "/users";
    private static final String REALM_ROLES = "/role-mappings/realm";

    private final KeycloakCalls calls;
    private final ObjectMapper json;

    KeycloakUsers(KeycloakCalls calls, ObjectMapper json) {
        this.calls = calls;
        this.json = json;
    }

    /** Whether a tenant has a user. */
    public boolean isAnyOf(TenantId tenant) {
        return !calls.get(USERS + "?max=1&q=" + KeycloakCalls.encoded("tenant:" + tenant.value()))
                .isEmpty();
    }

    /** The user with a name, in lower case. */
    public Optional<KnownUser> byName(String userName) {
        return find("username", userName).filter(user -> user.userName().equals(userName));
    }

    /** The user with an e-mail address, in lower case. */
    public Optional<KnownUser> byEmail(String email) {
        return find("email", email).filter(user -> user.email().equals(email));
    }

    /** Makes a user who signs in with the temporary password, or not before somebody gives him one; empty when another has the name or the address. */
    public Optional<UUID> create(NewUser user) {
        ObjectNode body = json.createObjectNode();
        body.put("username", user.userName())
                .put("email", user.email())
                .put("firstName", user.firstName())
                .put("lastName", user.lastName())
                .put("enabled", true);
        body.putObject("attributes").putArray("tenant").add(user.tenant().value());
        body.putArray("requiredActions").add("UPDATE_PASSWORD");
        if (user.temporaryPassword() != null) {
            body.putArray("credentials").add(password(user.temporaryPassword()));
        }
        return calls.create(USERS, body);
    }

    /** Gives a user who has not chosen a password yet another temporary one. */
    public void setTemporaryPassword(UUID user, String password) {
        calls.send("PUT", USERS + "/" + user + "/reset-password", password(password));
    }

    /** Gives a realm role, unless he has it. */
    public void grant(UUID user, String role) {
        for (JsonNode available : calls.get(USERS + "/" + user + REALM_ROLES + "/available")) {
            if (available.path("name").asText().equals(role)) {
                calls.send(
                        "POST",
                        USERS + "/" + user + REALM_ROLES,
                        json.createArrayNode().add(available));
            }
        }
    }

    private Optional<KnownUser> find(String field, String value) {
        JsonNode found = calls.get(
                USERS + "?exact=true&max=1&briefRepresentation=false&" + field + "=" + KeycloakCalls.encoded(value));
        return found.isEmpty() ? Optional.empty() : Optional.of(KnownUser.of(found.get(0)));
    }

    private ObjectNode password(String value) {
        return json.createObjectNode()
                .put("type", "password")
                .put("value", value)
                .put("temporary", true);
    }
}
