package io.farol.accounts.keycloakclient;

/** Keycloak's rules do not allow a user to be as he was asked for. */
public class UserRefused extends RuntimeException {
    private final String field;

    UserRefused(String field) {
        super("Keycloak refused a user's " + (field.isEmpty() ? "data" : field));
        this.field = field;
    }

    /** Name of the field in Keycloak's words, such as {@code email}; empty = Keycloak does not say. */
    public String field() {
        return field;
    }
}
