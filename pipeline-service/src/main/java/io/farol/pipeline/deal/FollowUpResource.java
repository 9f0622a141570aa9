package io.farol.pipeline.deal;

import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Page;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The follow-ups of a deal; they share its ETag. */
@Path("/v1/deals/{dealId}/follow-ups")
@Tag(name = "Deals")
@RunOnVirtualThread
public class FollowUpResource {
    private final FollowUps followUps;
    private final Portfolio portfolio;

    FollowUpResource(FollowUps followUps, Portfolio portfolio) {
        this.followUps = followUps;
        this.portfolio = portfolio;
    }

    /**
     * A follow-up that was logged.
     *
     * @param resource the deal after it
     */
    @Schema(name = "LoggedFollowUp")
    record LoggedView(FollowUps.FollowUp followUp, DealView resource) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(FollowUps.class)
    @Operation(summary = "Lists what was done about a deal, oldest first")
    public Page<FollowUps.FollowUp> listFollowUps(DealId dealId) {
        return followUps.page(dealId);
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Logs what was done about a deal, and what comes next")
    public RestResponse<LoggedView> logFollowUp(
            DealId dealId, @HeaderParam("If-Match") @Nullable Version version, FollowUps.FollowUpDetails followUp) {
        FollowUps.Logged logged = followUps.log(dealId, version, followUp);
        DealView deal = logged.deal();
        return Responses.changed(
                DealResource.PATH + dealId.value(),
                new LoggedView(logged.followUp(), portfolio.allowed(deal)),
                deal.etag());
    }
}
