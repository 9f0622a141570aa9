package io.farol.accounts.tenant;

import io.farol.accounts.keycloakclient.NewUser;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.TenantId;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's first administrator, a user of Keycloak with the role {@code cs-admin}.
 *
 * @param userName such as {@code admin@aurora}, unique in the realm; kept in lower case
 * @param email unique in the realm
 * @param temporaryPassword to be changed at the first sign-in; null = Keycloak's operators set one, or have Keycloak send an e-mail. Never stored here, never answered, never logged.
 */
@Schema(name = "AdministratorRequest")
record AdministratorDetails(
        @Size(min = 3, max = 200) @Pattern(regexp = "[^\\s\\p{Cntrl}]+")
        String userName,

        @Size(max = 254) @Pattern(regexp = "[^@\\s]+@[^@\\s]+")
        String email,

        @NotBlank @Size(max = 200) String firstName,
        @NotBlank @Size(max = 200) String lastName,

        @Nullable
        @Size(min = 1, max = 200)
        @Schema(
                description =
                        "To be changed at the first sign-in; without one, Keycloak's operators set it. Never answered.")
        String temporaryPassword) {

    AdministratorDetails {
        userName = userName.toLowerCase(Locale.ROOT);
        email = email.toLowerCase(Locale.ROOT);
        firstName = firstName.strip();
        lastName = lastName.strip();
    }

    NewUser of(TenantId tenant) {
        return new NewUser(userName, email, firstName, lastName, tenant, Role.ADMIN, temporaryPassword);
    }

    /** Without the person's data. */
    @Override
    public String toString() {
        return "AdministratorDetails[]";
    }
}
