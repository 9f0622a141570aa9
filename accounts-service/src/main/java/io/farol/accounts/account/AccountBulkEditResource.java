package io.farol.accounts.account;

import io.farol.runtime.rest.FilteredBy;
import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Edits of all accounts that a filter chooses. */
@Path("/v1/accounts/bulk-edits")
@Tag(name = "Accounts")
@RunOnVirtualThread
public class AccountBulkEditResource {
    private static final String PATH = "/v1/accounts/bulk-edits/";

    private final AccountBulkEdits edits;

    AccountBulkEditResource(AccountBulkEdits edits) {
        this.edits = edits;
    }

    @POST
    @Idempotent
    @FilteredBy(AccountSql.Present.class)
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(
            summary = "Previews an edit of all accounts that the filters choose",
            description =
                    "Counts the accounts that the list finds with the same filters, without a filter all, 50,000 at most, and keeps what shall be changed for 15 minutes. No account is changed.")
    public RestResponse<AccountBulkEditView> previewAccountBulkEdit(MergePatch<AccountBulkChanges.Request> edit) {
        AccountBulkEditView view = allowed(edits.preview(edit));
        return Responses.created(PATH + view.id().value(), view, view.etag());
    }

    @GET
    @Path("/{bulkEditId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(summary = "Reads a bulk edit of accounts")
    public RestResponse<AccountBulkEditView> getAccountBulkEdit(AccountBulkEditId bulkEditId) {
        AccountBulkEditView view = allowed(edits.get(bulkEditId));
        return Responses.ok(view, view.etag());
    }

    @POST
    @Idempotent
    @Path("/{bulkEditId}/applications")
    @RolesAllowed({Role.ADMIN, Role.LEADER})
    @Operation(
            summary = "Applies a bulk edit to the accounts of its preview",
            description =
                    "All accounts in one transaction, each with a new version, event and dated groups; those that have the values already are left alone. Changes nothing and answers 409 when the filters choose other accounts by now. The header Farol-Position says where the changes stand in the feed.")
    public RestResponse<AccountBulkEditView.AccountBulkEditApplication> applyAccountBulkEdit(
            AccountBulkEditId bulkEditId, @HeaderParam("If-Match") @Nullable Version version) {
        AccountBulkEditView applied = allowed(edits.apply(bulkEditId, version));
        return Responses.changed(
                PATH + bulkEditId.value(), AccountBulkEditView.AccountBulkEditApplication.of(applied), applied.etag());
    }

    private static AccountBulkEditView allowed(AccountBulkEditView edit) {
        return edit.allowing(AccountBulkEditAction.of(edit.state()));
    }
}
