package io.farol.onboarding.onboarding;

import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The projects by which clients come to their First Value. */
@Path("/v1/onboardings")
@Tag(name = "Onboardings")
@RunOnVirtualThread
public class OnboardingResource {
    private static final String PATH = "/v1/onboardings/";

    private final Onboardings onboardings;
    private final OnboardingRepository repository;
    private final Pauses pauses;
    private final FirstValues firstValues;
    private final Lists lists;
    private final Downloads downloads;
    private final Portfolio portfolio;

    OnboardingResource(
            Onboardings onboardings,
            OnboardingRepository repository,
            Pauses pauses,
            FirstValues firstValues,
            Lists lists,
            Downloads downloads,
            Portfolio portfolio) {
        this.onboardings = onboardings;
        this.repository = repository;
        this.pauses = pauses;
        this.firstValues = firstValues;
        this.lists = lists;
        this.downloads = downloads;
        this.portfolio = portfolio;
    }

    /**
     * That something became of an onboarding.
     *
     * @param resource the onboarding after it
     */
    @Schema(name = "OnboardingStep")
    record StepView(OnboardingView resource) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(OnboardingSql.All.class)
    @Operation(summary = "Lists onboardings, ended ones too")
    public Page<OnboardingView> listOnboardings() {
        return portfolio.allowed(lists.page(OnboardingSql.All.LISTING, repository.binds()));
    }

    @GET
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(OnboardingSql.All.class)
    @Operation(hidden = true)
    public Response onboardingTable() {
        return lists.csv(OnboardingSql.All.LISTING, repository.binds(), "onboardings");
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the list of onboardings once as CSV")
    public RestResponse<DownloadLink> linkOnboardingTable() {
        return downloads.link();
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Opens an onboarding by hand; an account's first contract opens one by itself")
    public RestResponse<OnboardingView> openOnboarding(OnboardingOpening opening) {
        OnboardingView opened = portfolio.allowed(onboardings.open(opening));
        return Responses.created(path(opened.id()), opened, opened.etag());
    }

    @GET
    @Path("/{onboardingId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads an onboarding")
    public RestResponse<OnboardingView> getOnboarding(OnboardingId onboardingId) {
        return ok(onboardings.get(onboardingId));
    }

    @PATCH
    @Path("/{onboardingId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes what people write about an onboarding, its plan included")
    public RestResponse<OnboardingView> changeOnboarding(
            OnboardingId onboardingId,
            @HeaderParam("If-Match") @Nullable Version version,
            MergePatch<OnboardingDetails> patch) {
        return ok(onboardings.change(onboardingId, version, patch));
    }

    @POST
    @Idempotent
    @Path("/{onboardingId}/first-values")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(
            summary =
                    "Records the evidence of First Value, in whatever phase it comes; the account is activated by itself")
    public RestResponse<StepView> evidenceFirstValue(
            OnboardingId onboardingId, @HeaderParam("If-Match") @Nullable Version version, FirstValueDetails evidence) {
        return step(firstValues.evidence(onboardingId, version, evidence));
    }

    @POST
    @Idempotent
    @Path("/{onboardingId}/activation-retries")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Tells accounts-service again of a First Value that it refused")
    public RestResponse<StepView> retryActivation(
            OnboardingId onboardingId, @HeaderParam("If-Match") @Nullable Version version) {
        return step(firstValues.retry(onboardingId, version));
    }

    @POST
    @Idempotent
    @Path("/{onboardingId}/pauses")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Lets an onboarding rest while the client is not available")
    public RestResponse<StepView> pauseOnboarding(
            OnboardingId onboardingId, @HeaderParam("If-Match") @Nullable Version version, PauseDetails pause) {
        return step(pauses.pause(onboardingId, version, pause));
    }

    @POST
    @Idempotent
    @Path("/{onboardingId}/resumptions")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Goes on after a rest; what was planned moves by it")
    public RestResponse<StepView> resumeOnboarding(
            OnboardingId onboardingId,
            @HeaderParam("If-Match") @Nullable Version version,
            ResumptionDetails resumption) {
        return step(pauses.resume(onboardingId, version, resumption));
    }

    private RestResponse<OnboardingView> ok(OnboardingView onboarding) {
        return Responses.ok(portfolio.allowed(onboarding), onboarding.etag());
    }

    private RestResponse<StepView> step(OnboardingView after) {
        return Responses.changed(path(after.id()), new StepView(portfolio.allowed(after)), after.etag());
    }

    private static String path(OnboardingId id) {
        return PATH + id.value();
    }
}
