package io.farol.accounts.tenant;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about tenants. */
enum TenantError implements ErrorCode {
    /** Made with other particulars, or there without having been made here. */
    TENANT_EXISTS(Kind.ALREADY_EXISTS),
    TENANT_STATE_UNCHANGED(Kind.CONFLICT),
    /** Keycloak has a user with this name or address, who is not of this tenant. */
    ADMINISTRATOR_TAKEN(Kind.ALREADY_EXISTS),
    /** Keycloak's own rules of names, addresses and passwords. */
    ADMINISTRATOR_REFUSED(Kind.INVALID);

    private final Kind kind;

    TenantError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
