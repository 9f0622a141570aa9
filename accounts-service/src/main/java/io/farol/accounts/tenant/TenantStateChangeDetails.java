package io.farol.accounts.tenant;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A change of a tenant's state.
 *
 * @param state from now on
 * @param reason for those who ask later; the tenant's administrators see it in their audit log
 */
@Schema(name = "TenantStateChangeRequest", examples = "{\"state\":\"SUSPENDED\",\"reason\":\"Unpaid since March\"}")
record TenantStateChangeDetails(
        TenantState state, @NotBlank @Size(max = 500) String reason) {}
