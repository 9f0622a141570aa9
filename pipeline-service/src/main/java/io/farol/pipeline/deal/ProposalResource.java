package io.farol.pipeline.deal;

import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The proposals of a deal; they share its ETag. */
@Path("/v1/deals/{dealId}/proposals")
@Tag(name = "Deals")
@RunOnVirtualThread
public class ProposalResource {
    private final Proposals proposals;
    private final Deals deals;
    private final Portfolio portfolio;

    ProposalResource(Proposals proposals, Deals deals, Portfolio portfolio) {
        this.proposals = proposals;
        this.deals = deals;
        this.portfolio = portfolio;
    }

    /**
     * A proposal that was written.
     *
     * @param resource the deal after it
     */
    @Schema(name = "WrittenProposal")
    record WrittenView(ProposalView proposal, DealView resource) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(Proposals.class)
    @Operation(summary = "Lists the proposals of a deal, oldest first")
    public Page<ProposalView> listProposals(DealId dealId) {
        return proposals.page(dealId);
    }

    @GET
    @Path("/{proposalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a proposal")
    public RestResponse<ProposalView> getProposal(DealId dealId, ProposalId proposalId) {
        return Responses.ok(proposals.get(dealId, proposalId), deals.get(dealId).etag());
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Adds a proposal to a deal; a known number gets its next version")
    public RestResponse<WrittenView> createProposal(
            DealId dealId, @HeaderParam("If-Match") @Nullable Version version, ProposalDetails proposal) {
        Proposals.Written written = proposals.create(dealId, version, proposal);
        String id = written.proposal().id().value().toString();
        return Responses.created(
                DealResource.PATH + dealId.value() + "/proposals/" + id,
                view(written),
                written.deal().etag());
    }

    @PATCH
    @Path("/{proposalId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Changes or sends a proposal that was not sent yet")
    public RestResponse<WrittenView> changeProposal(
            DealId dealId,
            ProposalId proposalId,
            @HeaderParam("If-Match") @Nullable Version version,
            MergePatch<ProposalDetails> patch) {
        Proposals.Written written = proposals.change(dealId, proposalId, version, patch);
        return Responses.ok(view(written), written.deal().etag());
    }

    private WrittenView view(Proposals.Written written) {
        DealView deal = written.deal();
        return new WrittenView(written.proposal(), portfolio.allowed(deal));
    }
}
