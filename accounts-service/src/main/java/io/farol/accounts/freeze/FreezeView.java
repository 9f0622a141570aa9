package io.farol.accounts.freeze;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.accounts.account.AccountView;
import io.farol.runtime.rest.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A freeze as answered.
 *
 * @param until first day that is not frozen; equal to {@code from} = it was called off
 * @param plannedUntil as it was first decided
 * @param resource the account after it; only in the answer to the call that changed it
 */
@Schema(name = "Freeze")
record FreezeView(
        FreezeId id,
        LocalDate from,
        LocalDate until,
        LocalDate plannedUntil,
        String reason,
        boolean isBillingSuspended,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AccountView resource) {

    static final Listing<FreezeView> LISTING = Listing.<FreezeView>from("account_freeze f")
            .tenant("f.tenant_id")
            .id("f.id", FreezeId.class)
            .select("f.*", (row, context) -> of(row))
            .where("f.account_id = :account")
            .range("from", LocalDate.class, "f.from_on")
            .range("until", LocalDate.class, "f.until_on")
            .sortByTime("from", LocalDate.class, "f.from_on")
            .build();

    static FreezeView of(ResultSet row) throws SQLException {
        return new FreezeView(
                new FreezeId(row.getObject("id", UUID.class)),
                row.getObject("from_on", LocalDate.class),
                row.getObject("until_on", LocalDate.class),
                row.getObject("planned_until_on", LocalDate.class),
                row.getString("reason"),
                row.getBoolean("is_billing_suspended"),
                null);
    }

    FreezeView with(AccountView account) {
        return new FreezeView(id, from, until, plannedUntil, reason, isBillingSuspended, account);
    }
}
