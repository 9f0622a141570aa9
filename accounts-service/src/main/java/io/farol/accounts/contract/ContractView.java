package io.farol.accounts.contract;

import io.farol.accounts.account.AccountId;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A contract as answered: as signed, and what its amendments made of it.
 *
 * @param termEndsOn first day after the term, renewals included; null = open
 * @param cancelledOn first day without it; null = not cancelled
 * @param can what the caller may do with it now
 */
@Schema(name = "Contract")
record ContractView(
        ContractId id,
        Version etag,
        @Nullable String externalId,
        AccountId accountId,
        String accountName,
        LocalDate signedOn,
        LocalDate termStartsOn,
        @Nullable LocalDate termEndsOn,
        boolean isAutoRenewing,
        int noticeDays,
        Readjustment readjustment,
        @Nullable LocalDate cancelledOn,
        @Nullable String churnReason,
        Instant createdAt,
        Instant updatedAt,
        List<ContractLineView> lines,
        List<AmendmentView> amendments,
        List<ContractAction> can) {

    /** What a caller may do with a contract. */
    enum ContractAction {
        AMEND
    }

    static final String COLUMNS =
            "c.*, (select a.name from account a where a.tenant_id = c.tenant_id and a.id = c.account_id) as account_name";

    /** Contracts without their lines and amendments, which are read for the whole page. */
    static final Listing<ContractView> LISTING = Listing.<ContractView>from("contract c")
            .tenant("c.tenant_id")
            .id("c.id", ContractId.class)
            .select(COLUMNS, (row, context) -> of(row))
            .filter("accountId", Filter.of(AccountId.class, "c.account_id"))
            .filter("externalId", Filter.text("c.external_id"))
            .filter("isAutoRenewing", Filter.of(Boolean.class, "c.is_auto_renewing"))
            .range("signedOn", LocalDate.class, "c.signed_on")
            .range("termEndsOn", LocalDate.class, "c.term_ends_on")
            .range("cancelledOn", LocalDate.class, "c.cancelled_on")
            .sortByTime("signedOn", LocalDate.class, "c.signed_on")
            .sortByTime("termEndsOn", LocalDate.class, "coalesce(c.term_ends_on, date '9999-12-31')")
            .csv("id", ContractView::id)
            .csv("externalId", ContractView::externalId)
            .csv("accountId", ContractView::accountId)
            .csv("accountName", ContractView::accountName)
            .csv("signedOn", ContractView::signedOn)
            .csv("termStartsOn", ContractView::termStartsOn)
            .csv("termEndsOn", ContractView::termEndsOn)
            .csv("isAutoRenewing", ContractView::isAutoRenewing)
            .csv("noticeDays", ContractView::noticeDays)
            .csv("readjustmentIndex", row -> row.readjustment().index())
            .csv("cancelledOn", ContractView::cancelledOn)
            .csv("churnReason", ContractView::churnReason)
            .build();

    static ContractView of(ResultSet row) throws SQLException {
        return new ContractView(
                new ContractId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                row.getString("external_id"),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("account_name"),
                row.getObject("signed_on", LocalDate.class),
                row.getObject("term_starts_on", LocalDate.class),
                row.getObject("term_ends_on", LocalDate.class),
                row.getBoolean("is_auto_renewing"),
                row.getInt("notice_days"),
                new Readjustment(
                        ReadjustmentIndex.valueOf(row.getString("readjustment_index")),
                        row.getObject("anniversary_month", Integer.class),
                        row.getInt("readjustment_lag_months"),
                        Readjustment.ofE6(row.getObject("readjustment_floor_e6", Long.class)),
                        Readjustment.ofE6(row.getObject("readjustment_cap_e6", Long.class)),
                        Readjustment.ofE6(row.getObject("fixed_readjustment_e6", Long.class))),
                row.getObject("cancelled_on", LocalDate.class),
                row.getString("churn_reason"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                List.of(),
                List.of(),
                List.of());
    }

    ContractView with(List<ContractLineView> itsLines, List<AmendmentView> itsAmendments) {
        return copy(itsLines, itsAmendments, can);
    }

    ContractView allowing(boolean mayAmend) {
        return copy(lines, amendments, mayAmend && cancelledOn == null ? List.of(ContractAction.AMEND) : List.of());
    }

    private ContractView copy(
            List<ContractLineView> itsLines, List<AmendmentView> itsAmendments, List<ContractAction> actions) {
        return new ContractView(
                id,
                etag,
                externalId,
                accountId,
                accountName,
                signedOn,
                termStartsOn,
                termEndsOn,
                isAutoRenewing,
                noticeDays,
                readjustment,
                cancelledOn,
                churnReason,
                createdAt,
                updatedAt,
                itsLines,
                itsAmendments,
                actions);
    }
}
