package io.farol.pipeline.feed;

import io.farol.runtime.feed.Changes;
import io.farol.runtime.feed.ChangesPage;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What changed among the deals, by page or, with {@code Accept: text/event-stream}, as it happens. */
@Path("/v1/deals/changes")
@Tag(name = "Deals")
public class DealChangesResource {
    private static final Set<String> TYPES = Set.of("DEAL");

    private final Changes changes;

    DealChangesResource(Changes changes) {
        this.changes = changes;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Lists what changed among the deals; with Accept: text/event-stream as it happens")
    public ChangesPage listDealChanges(@QueryParam("after") @Nullable String after) {
        return changes.page(TYPES, after);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> streamDealChanges(
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @QueryParam("after") @Nullable String after,
            @Context Sse sse) {
        return changes.stream(TYPES, lastEventId == null ? after : lastEventId, sse);
    }
}
