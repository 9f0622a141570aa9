package io.farol.accounts.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.runtime.rest.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change of a tenant's state that was made.
 *
 * @param changedByName the operator's user name
 * @param resource the tenant after it; only in the answer to the call that changed it
 */
@Schema(name = "TenantStateChange")
record TenantStateChangeView(
        TenantStateChangeId id,
        TenantState fromState,
        TenantState toState,
        String reason,
        Instant changedAt,
        @Nullable String changedByName,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TenantView resource) {

    /** Those of the tenant that the transaction is bound to. */
    static final Listing<TenantStateChangeView> LISTING = Listing.<TenantStateChangeView>from("tenant_state_change c")
            .ofAllTenants()
            .where("c.tenant_id = :tenant")
            .id("c.id", TenantStateChangeId.class)
            .select("c.id, c.from_state, c.to_state, c.reason, c.changed_at, c.changed_by", (row, context) -> of(row))
            .build();

    static TenantStateChangeView of(ResultSet row) throws SQLException {
        return new TenantStateChangeView(
                new TenantStateChangeId(row.getObject("id", UUID.class)),
                TenantState.valueOf(row.getString("from_state")),
                TenantState.valueOf(row.getString("to_state")),
                row.getString("reason"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"),
                null);
    }
}
