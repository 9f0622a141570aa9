package io.farol.accounts.tenant;

import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as operators see it.
 *
 * @param name null = it was not made here, but met with a token
 * @param hasAdministrator false = its first administrator has not been made in Keycloak by this platform: when it was made here, send the request again
 */
@Schema(name = "Tenant")
record TenantView(
        String key,
        Version etag,
        @Nullable String name,
        TenantState state,
        boolean isSandbox,
        boolean hasAdministrator,
        Instant createdAt) {
    static final String COLUMNS =
            "t.id, t.version, t.name, t.state, t.is_sandbox, t.administrator_id is not null as has_administrator, t.created_at";

    static final Listing<TenantView> LISTING = Listing.<TenantView>from("tenant t")
            .ofAllTenants()
            .id("t.aggregate_id")
            .select(COLUMNS, (row, context) -> of(row))
            .filter("key", Filter.text("t.id"))
            .filter("state", Filter.of(TenantState.class, "t.state"))
            .search("t.search_key")
            .sortByText("key", "t.id")
            .sortByText("name", "farol_fold(coalesce(t.name, ''))")
            .build();

    static TenantView of(ResultSet row) throws SQLException {
        return new TenantView(
                row.getString("id"),
                new Version(row.getLong("version")),
                row.getString("name"),
                TenantState.valueOf(row.getString("state")),
                row.getBoolean("is_sandbox"),
                row.getBoolean("has_administrator"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
