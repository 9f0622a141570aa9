package io.farol.accounts.freeze;

import io.farol.accounts.account.AccountId;
import io.farol.accounts.account.AccountView;
import io.farol.accounts.account.Accounts;
import io.farol.accounts.account.Portfolio;
import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Freezes of an account: the contract rests for a time, the logo stays. */
@Path("/v1/accounts/{accountId}/freezes")
@Tag(name = "Freezes")
@RunOnVirtualThread
public class FreezeResource {
    private final Freezes freezes;
    private final Accounts accounts;
    private final Lists lists;
    private final Portfolio portfolio;
    private final SecurityIdentity caller;

    FreezeResource(Freezes freezes, Accounts accounts, Lists lists, Portfolio portfolio, SecurityIdentity caller) {
        this.freezes = freezes;
        this.accounts = accounts;
        this.lists = lists;
        this.portfolio = portfolio;
        this.caller = caller;
    }

    /**
     * Ends a freeze early.
     *
     * @param until first day that is not frozen, before the present one; on or before its first day = called off
     */
    @Schema(name = "FreezeEndRequest", examples = "{\"until\":\"2026-04-15\"}")
    record FreezeEndRequest(LocalDate until) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(FreezeView.class)
    @Operation(summary = "Lists the freezes of an account")
    public Page<FreezeView> listFreezes(AccountId accountId) {
        accounts.get(accountId);
        return lists.page(FreezeView.LISTING, Map.of("account", accountId.value()));
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Freezes an account for a time; If-Match is the account's ETag")
    public RestResponse<FreezeView> freezeAccount(
            AccountId accountId, @HeaderParam("If-Match") @Nullable Version version, FreezeDetails freeze) {
        boolean isLeader = caller.hasRole(Role.ADMIN) || caller.hasRole(Role.LEADER);
        FreezeView view = freezes.freeze(accountId, version, freeze, isLeader);
        return Responses.changed("/v1/accounts/" + accountId.value(), allowed(view), etag(view));
    }

    @PATCH
    @Path("/{freezeId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Ends a freeze earlier; If-Match is the account's ETag")
    public RestResponse<FreezeView> endFreeze(
            AccountId accountId,
            FreezeId freezeId,
            @HeaderParam("If-Match") @Nullable Version version,
            FreezeEndRequest end) {
        FreezeView view = freezes.end(accountId, freezeId, version, end.until());
        return Responses.ok(allowed(view), etag(view));
    }

    private FreezeView allowed(FreezeView view) {
        return view.with(portfolio.allowed(account(view)));
    }

    private static Version etag(FreezeView view) {
        return account(view).etag();
    }

    private static AccountView account(FreezeView view) {
        if (view.resource() == null) {
            throw new IllegalStateException("a changed freeze comes with its account");
        }
        return view.resource();
    }
}
