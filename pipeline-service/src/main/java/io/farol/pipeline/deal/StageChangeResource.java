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
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The stages that a deal went through, and its next ones. */
@Path("/v1/deals/{dealId}/stage-changes")
@Tag(name = "Deals")
@RunOnVirtualThread
public class StageChangeResource {
    private final StageChanges changes;
    private final Portfolio portfolio;

    StageChangeResource(StageChanges changes, Portfolio portfolio) {
        this.changes = changes;
        this.portfolio = portfolio;
    }

    /**
     * A change of stage that was made.
     *
     * @param resource the deal after it
     */
    @Schema(name = "MadeStageChange")
    record MadeView(
            StageChangeId id,
            @Nullable DealStage fromStage,
            DealStage toStage,
            List<String> reasons,
            @Nullable String reason,
            @Nullable String note,
            Instant changedAt,
            @Nullable String changedByName,
            DealView resource) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(StageHistory.class)
    @Operation(summary = "Lists the stages that a deal entered, oldest first")
    public Page<StageHistory.Entry> listStageChanges(DealId dealId) {
        return changes.page(dealId);
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(
            summary =
                    "Moves a deal: forward when every requirement on the way is met, back with a reason, out, or, by a leader, open again")
    public RestResponse<MadeView> changeStage(
            DealId dealId, @HeaderParam("If-Match") @Nullable Version version, StageChangeDetails wish) {
        StageChanges.Made made = changes.move(dealId, version, wish);
        StageHistory.Entry change = made.change();
        DealView deal = made.deal();
        return Responses.changed(
                DealResource.PATH + dealId.value(),
                new MadeView(
                        change.id(),
                        change.fromStage(),
                        change.toStage(),
                        change.reasons(),
                        change.reason(),
                        change.note(),
                        change.changedAt(),
                        change.changedByName(),
                        portfolio.allowed(deal)),
                deal.etag());
    }
}
