package io.farol.pipeline.deal;

import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A person's word that a refused amendment of a contract is to be tried again. */
@Path("/v1/deals/{dealId}/contract-syncs")
@Tag(name = "Deals")
@RunOnVirtualThread
public class ContractSyncResource {
    private final ContractSyncs syncs;
    private final Portfolio portfolio;

    ContractSyncResource(ContractSyncs syncs, Portfolio portfolio) {
        this.syncs = syncs;
        this.portfolio = portfolio;
    }

    /**
     * That it is tried again.
     *
     * @param resource the deal after it
     */
    @Schema(name = "ContractSyncRetry")
    record RetryView(DealView resource) {}

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Has the refused amendment of a won deal's contract tried again")
    public RestResponse<RetryView> retryContractSync(
            DealId dealId, @HeaderParam("If-Match") @Nullable Version version) {
        DealView deal = syncs.retry(dealId, version);
        RetryView view = new RetryView(portfolio.allowed(deal));
        return Responses.changed(DealResource.PATH + dealId.value(), view, deal.etag());
    }
}
