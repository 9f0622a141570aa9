package io.farol.onboarding.onboarding;

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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Kickoffs, trainings and other meetings of an onboarding. */
@Path("/v1/onboardings/{onboardingId}/sessions")
@Tag(name = "Onboardings")
@RunOnVirtualThread
public class SessionResource {
    private final Sessions sessions;
    private final Onboardings onboardings;
    private final Lists lists;
    private final Portfolio portfolio;

    SessionResource(Sessions sessions, Onboardings onboardings, Lists lists, Portfolio portfolio) {
        this.sessions = sessions;
        this.onboardings = onboardings;
        this.lists = lists;
        this.portfolio = portfolio;
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(SessionView.class)
    @Operation(summary = "Lists the sessions of an onboarding")
    public Page<SessionView> listSessions(OnboardingId onboardingId) {
        onboardings.get(onboardingId);
        return lists.page(SessionView.LISTING, Map.of("onboarding", onboardingId.value()));
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Adds a session; If-Match is the onboarding's ETag")
    public RestResponse<SessionView> addSession(
            OnboardingId onboardingId, @HeaderParam("If-Match") @Nullable Version version, SessionDetails session) {
        SessionView added = sessions.add(onboardingId, version, session);
        return Responses.changed("/v1/onboardings/" + onboardingId.value(), allowed(added), etag(added));
    }

    @PATCH
    @Path("/{sessionId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes a session; If-Match is the onboarding's ETag")
    public RestResponse<SessionView> changeSession(
            OnboardingId onboardingId,
            SessionId sessionId,
            @HeaderParam("If-Match") @Nullable Version version,
            MergePatch<SessionDetails> patch) {
        SessionView changed = sessions.change(onboardingId, sessionId, version, patch);
        return Responses.ok(allowed(changed), etag(changed));
    }

    @DELETE
    @Path("/{sessionId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.INTEGRATION})
    @Operation(summary = "Removes a session; If-Match is the onboarding's ETag")
    public RestResponse<Void> removeSession(
            OnboardingId onboardingId, SessionId sessionId, @HeaderParam("If-Match") @Nullable Version version) {
        sessions.remove(onboardingId, sessionId, version);
        return Responses.noContent();
    }

    private SessionView allowed(SessionView session) {
        return session.with(portfolio.allowed(Objects.requireNonNull(session.resource())));
    }

    private static Version etag(SessionView session) {
        return Objects.requireNonNull(session.resource()).etag();
    }
}
