package io.farol.accounts.account;

import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.rest.Batch;
import io.farol.runtime.rest.BatchResult;
import io.farol.runtime.rest.Batches;
import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The customer companies. */
@Path("/v1/accounts")
@Tag(name = "Accounts")
@RunOnVirtualThread
public class AccountResource {
    private static final String PATH = "/v1/accounts/";

    private final Accounts accounts;
    private final AccountRepository repository;
    private final Lists lists;
    private final Batches batches;
    private final Downloads downloads;
    private final Portfolio portfolio;

    AccountResource(
            Accounts accounts,
            AccountRepository repository,
            Lists lists,
            Batches batches,
            Downloads downloads,
            Portfolio portfolio) {
        this.accounts = accounts;
        this.repository = repository;
        this.lists = lists;
        this.batches = batches;
        this.downloads = downloads;
        this.portfolio = portfolio;
    }

    /**
     * That an account came back.
     *
     * @param resource the account after it
     */
    @Schema(name = "AccountRestoration")
    record RestorationView(AccountView resource) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(AccountSql.Present.class)
    @Operation(summary = "Lists accounts that are not archived")
    public Page<AccountView> listAccounts() {
        return lists.page(AccountSql.Present.LISTING, repository.listed()).map(portfolio::allowed);
    }

    @GET
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(AccountSql.Present.class)
    @Operation(hidden = true)
    public Response accountTable() {
        return lists.csv(AccountSql.Present.LISTING, repository.listed(), "accounts");
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the list of accounts once as CSV")
    public RestResponse<DownloadLink> linkAccountTable() {
        return downloads.link();
    }

    @GET
    @Path("/archived")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(AccountSql.Archived.class)
    @Operation(summary = "Lists archived accounts")
    public Page<AccountView> listArchivedAccounts() {
        return lists.page(AccountSql.Archived.LISTING, repository.listed()).map(portfolio::allowed);
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Makes an account")
    public RestResponse<AccountView> createAccount(AccountDetails account) {
        return created(accounts.create(account));
    }

    @POST
    @Path("/batches")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Makes or changes up to 5,000 accounts by their external ids; no item fails another")
    public BatchResult putAccounts(Batch<AccountDetails> batch) {
        return batches.eachPatch(batch, accounts::putItem);
    }

    @GET
    @Path("/{accountId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads an account")
    public RestResponse<AccountView> getAccount(AccountId accountId) {
        return ok(accounts.get(accountId));
    }

    @PATCH
    @Path("/{accountId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes an account")
    public RestResponse<AccountView> changeAccount(
            AccountId accountId, @HeaderParam("If-Match") @Nullable Version version, MergePatch<AccountDetails> patch) {
        return ok(accounts.change(accountId, version, patch));
    }

    @DELETE
    @Path("/{accountId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Archives an account without a running contract; it can be restored for 30 days")
    public RestResponse<Void> archiveAccount(AccountId accountId, @HeaderParam("If-Match") @Nullable Version version) {
        accounts.archive(accountId, version);
        return Responses.noContent();
    }

    @POST
    @Idempotent
    @Path("/{accountId}/restorations")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Brings an archived account back")
    public RestResponse<RestorationView> restoreAccount(
            AccountId accountId, @HeaderParam("If-Match") @Nullable Version version) {
        AccountView restored = portfolio.allowed(accounts.restore(accountId, version));
        return Responses.changed(PATH + accountId.value(), new RestorationView(restored), restored.etag());
    }

    @GET
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads an account by its external id")
    public RestResponse<AccountView> getAccountByExternalId(String externalId) {
        return ok(accounts.getByExternalId(externalId));
    }

    @PUT
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(
            summary = "Makes or changes an account by its external id: fields sent are set, null clears, absent stays")
    public RestResponse<AccountView> putAccountByExternalId(String externalId, MergePatch<AccountDetails> patch) {
        Accounts.Put put = accounts.put(externalId, patch);
        return put.isNew() ? created(put.account()) : ok(put.account());
    }

    private RestResponse<AccountView> ok(AccountView account) {
        return Responses.ok(portfolio.allowed(account), account.etag());
    }

    private RestResponse<AccountView> created(AccountView account) {
        return Responses.created(PATH + account.id().value(), portfolio.allowed(account), account.etag());
    }
}
