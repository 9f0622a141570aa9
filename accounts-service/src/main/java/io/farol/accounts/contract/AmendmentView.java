package io.farol.accounts.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A dated change of a contract as recorded. What it made of the lines stands in their terms.
 *
 * @param reversedById the amendment that took it back, or the import that corrected it; null = it stands
 * @param resource the contract after it; only in the answer to the call that made it
 */
@Schema(name = "ContractAmendment")
record AmendmentView(
        AmendmentId id,
        AmendmentKind kind,
        ChangeKind changeKind,
        LocalDate effectiveOn,
        @Nullable ContractLineId lineId,
        @Nullable LocalDate termEndsOn,
        @Nullable String churnReason,
        @Nullable String note,
        @Nullable String requestKey,
        @Nullable AmendmentId reversesAmendmentId,
        @Nullable AmendmentId reversedById,
        Instant recordedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ContractView resource) {

    static final Listing<AmendmentView> LISTING = Listing.<AmendmentView>from("contract_amendment m")
            .tenant("m.tenant_id")
            .id("m.id", AmendmentId.class)
            .select("m.*", (row, context) -> of(row))
            .where("m.contract_id = :contract")
            .filter("kind", Filter.of(AmendmentKind.class, "m.kind"))
            .filter("changeKind", Filter.of(ChangeKind.class, "m.change_kind"))
            .filter("lineId", Filter.of(ContractLineId.class, "m.line_id"))
            .range("effectiveOn", LocalDate.class, "m.effective_on")
            .sortByTime("effectiveOn", LocalDate.class, "m.effective_on")
            .build();

    static AmendmentView of(ResultSet row) throws SQLException {
        return new AmendmentView(
                new AmendmentId(row.getObject("id", UUID.class)),
                AmendmentKind.valueOf(row.getString("kind")),
                ChangeKind.valueOf(row.getString("change_kind")),
                row.getObject("effective_on", LocalDate.class),
                row.getObject("line_id", UUID.class) == null
                        ? null
                        : new ContractLineId(row.getObject("line_id", UUID.class)),
                row.getObject("term_ends_on", LocalDate.class),
                row.getString("churn_reason"),
                row.getString("note"),
                row.getString("request_key"),
                amendment(row, "reverses_amendment_id"),
                amendment(row, "reversed_by_id"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                null);
    }

    AmendmentView with(ContractView contract) {
        return new AmendmentView(
                id,
                kind,
                changeKind,
                effectiveOn,
                lineId,
                termEndsOn,
                churnReason,
                note,
                requestKey,
                reversesAmendmentId,
                reversedById,
                recordedAt,
                contract);
    }

    private static @Nullable AmendmentId amendment(ResultSet row, String column) throws SQLException {
        @Nullable UUID id = row.getObject(column, UUID.class);
        return id == null ? null : new AmendmentId(id);
    }
}
