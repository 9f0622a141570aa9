package io.farol.runtime.feed;

import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What changed in the caller's tenant, as JSON or, with {@code Accept: text/event-stream}, as it happens. A feature offers it by a subclass with a path:
 * {@code @Path("/v1/accounts/changes") class AccountChangesResource extends ChangesResource}.
 */
public abstract class ChangesResource {
    private final Changes changes;
    private final Set<String> aggregateTypes;

    /** @param aggregateTypes the feature's own, such as {@code ACCOUNT} */
    protected ChangesResource(Changes changes, String... aggregateTypes) {
        this.changes = changes;
        this.aggregateTypes = Set.of(aggregateTypes);
    }

    /** The next changes, up to 500. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @RolesAllowed({Role.VIEWER, Role.CSM, Role.LEADER, Role.ADMIN, Role.INTEGRATION})
    @Operation(summary = "What changed after a cursor; with Accept: text/event-stream the same as it happens")
    public ChangesPage changes(@QueryParam("after") @Nullable String after) {
        return changes.page(aggregateTypes, after);
    }

    /** The changes as they happen; a browser that comes back sends the last id it saw. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @RolesAllowed({Role.VIEWER, Role.CSM, Role.LEADER, Role.ADMIN, Role.INTEGRATION})
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> stream(
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @QueryParam("after") @Nullable String after,
            @Context Sse sse) {
        return changes.stream(aggregateTypes, lastEventId == null ? after : lastEventId, sse);
    }
}
