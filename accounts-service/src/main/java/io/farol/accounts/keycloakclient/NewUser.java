package io.farol.accounts.keycloakclient;

import io.farol.runtime.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A user to be.
 *
 * @param role realm role
 * @param temporaryPassword to be changed at the first sign-in; null = set by somebody else
 */
public record NewUser(
        String userName,
        String email,
        String firstName,
        String lastName,
        TenantId tenant,
        String role,
        @Nullable String temporaryPassword) {

    /** Without the person's data. */
    @Override
    public String toString() {
        return "NewUser[tenant=" + tenant + "]";
    }
}
