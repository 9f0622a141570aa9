package io.farol.runtime.feed;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.outbox.OwnPosition;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Read your writes: a write says where the feed stands after it, and a read that names this place waits until its copy has come so far (platform.md section 2). */
public class PositionHeaders {
    /** On answers to writes. */
    public static final String POSITION = "Farol-Position";
    /** On reads. */
    public static final String AFTER = "Farol-After";

    private static final Duration OWN_COMMIT = Duration.ofMillis(50);
    private static final Duration COPY = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(15);

    private final OwnPosition ownPosition;
    private final Freshness freshness;
    private final FeedConsumers consumers;
    private final CurrentTenant tenant;
    private final FeedSource source;

    PositionHeaders(
            OwnPosition ownPosition,
            Freshness freshness,
            FeedConsumers consumers,
            CurrentTenant tenant,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.ownPosition = ownPosition;
        this.freshness = freshness;
        this.consumers = consumers;
        this.tenant = tenant;
        this.source = FeedSource.ofService(service);
    }

    /** Left out when the numbering takes too long: the client may go on without it. */
    @ServerResponseFilter
    public void tellPosition(ContainerRequestContext request, ContainerResponseContext response) {
        if (!request.getMethod().equals(HttpMethod.GET)) {
            ownPosition.await(OWN_COMMIT).ifPresent(head -> response.getHeaders()
                    .putSingle(POSITION, FeedCursor.at(source, head).toString()));
        }
    }

    /**
     * What is read from the owner itself needs no waiting; what is not followed here cannot be waited for. After 3 s the answer is given as the copy stands, and its freshness says how far that is.
     */
    @ServerRequestFilter
    public void awaitPosition(ContainerRequestContext request) throws InterruptedException {
        @Nullable String after = request.getHeaderString(AFTER);
        if (after == null || !request.getMethod().equals(HttpMethod.GET)) {
            return;
        }
        FeedCursor wanted = FeedCursor.parse(after)
                .orElseThrow(() -> new DomainException(
                        PlatformError.INVALID_POSITION,
                        "this is not a position of a feed",
                        Map.of(),
                        List.of(Fault.in(AFTER, PlatformError.INVALID_POSITION))));
        if (wanted.source() == source
                || !consumers.isFollowed(wanted.source())
                || tenant.find().isEmpty()) {
            return;
        }
        long end = System.nanoTime() + COPY.toNanos();
        while (!isReached(wanted) && System.nanoTime() < end) {
            Thread.sleep(LOOK);
        }
    }

    /** A copy that has not begun has reached nothing; one of a later epoch cannot reach a place of an earlier one, and need not. */
    private boolean isReached(FeedCursor wanted) {
        return freshness
                .cursor(wanted.source())
                .filter(reached -> reached.epoch() == wanted.epoch()
                        ? reached.position() >= wanted.position()
                        : reached.epoch() > wanted.epoch())
                .isPresent();
    }
}
