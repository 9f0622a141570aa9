package io.farol.onboarding.onboarding;

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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How onboardings go on: from phase to phase, to their end, and back from it. */
@Path("/v1/onboardings/{onboardingId}")
@Tag(name = "Onboardings")
@RunOnVirtualThread
public class PhaseChangeResource {
    private final PhaseMoves moves;
    private final Onboardings onboardings;
    private final Lists lists;
    private final Portfolio portfolio;
    private final SecurityIdentity caller;

    PhaseChangeResource(
            PhaseMoves moves, Onboardings onboardings, Lists lists, Portfolio portfolio, SecurityIdentity caller) {
        this.moves = moves;
        this.onboardings = onboardings;
        this.lists = lists;
        this.portfolio = portfolio;
        this.caller = caller;
    }

    @GET
    @Path("/phase-changes")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(PhaseChangeView.class)
    @Operation(summary = "Lists how an onboarding went on, oldest first")
    public Page<PhaseChangeView> listPhaseChanges(OnboardingId onboardingId) {
        onboardings.get(onboardingId);
        return lists.page(PhaseChangeView.LISTING, Map.of("onboarding", onboardingId.value()));
    }

    @POST
    @Idempotent
    @Path("/phase-changes")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(
            summary =
                    "Moves an onboarding to another phase; everything that is missing on the way is answered at once (REQUIREMENTS_NOT_MET)")
    public RestResponse<PhaseChangeView> movePhase(
            OnboardingId onboardingId, @HeaderParam("If-Match") @Nullable Version version, PhaseChangeDetails change) {
        return made(onboardingId, moves.move(onboardingId, version, change));
    }

    @POST
    @Idempotent
    @Path("/completions")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Completes an onboarding, when each phase is done or skipped")
    public RestResponse<PhaseChangeView> completeOnboarding(
            OnboardingId onboardingId,
            @HeaderParam("If-Match") @Nullable Version version,
            CompletionDetails completion) {
        return made(onboardingId, moves.complete(onboardingId, version, completion));
    }

    @POST
    @Idempotent
    @Path("/cancellations")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Cancels an onboarding")
    public RestResponse<PhaseChangeView> cancelOnboarding(
            OnboardingId onboardingId, @HeaderParam("If-Match") @Nullable Version version, EndDetails cancellation) {
        return made(onboardingId, moves.cancel(onboardingId, version, cancellation));
    }

    @POST
    @Idempotent
    @Path("/reopenings")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Opens an ended onboarding again; a completed one by leaders only")
    public RestResponse<PhaseChangeView> reopenOnboarding(
            OnboardingId onboardingId, @HeaderParam("If-Match") @Nullable Version version, EndDetails reopening) {
        boolean isLeader = caller.hasRole(Role.ADMIN) || caller.hasRole(Role.LEADER);
        return made(onboardingId, moves.reopen(onboardingId, version, reopening, isLeader));
    }

    private RestResponse<PhaseChangeView> made(OnboardingId onboarding, PhaseChangeView change) {
        OnboardingView after = java.util.Objects.requireNonNull(change.resource());
        return Responses.changed(
                "/v1/onboardings/" + onboarding.value(), change.with(portfolio.allowed(after)), after.etag());
    }
}
