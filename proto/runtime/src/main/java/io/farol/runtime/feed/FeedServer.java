package io.farol.runtime.feed;

import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantRegistry;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.ExceptionHandlerProvider;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Serves the own feed over gRPC; each service's feed is a thin {@code @GrpcService} that extends its generated {@code …FeedImplBase} and hands over to {@link #subscribe}.
 * (Not the Mutiny stub: Quarkus subscribes to a returned Multi without bound, so a slow reader would pile up in memory.)
 */
@ApplicationScoped
public class FeedServer {
    private final OutboxReader reader;
    private final HeadWatch heads;
    private final TenantRegistry tenants;
    private final CurrentTenant tenant;
    private final SecurityIdentity identity;
    private final ExceptionHandlerProvider errors;
    private final Clock clock;
    private final FeedSource source;
    private final Duration life;
    private final OpenStreams streams;

    FeedServer(
            OutboxReader reader,
            HeadWatch heads,
            TenantRegistry tenants,
            CurrentTenant tenant,
            SecurityIdentity identity,
            ExceptionHandlerProvider errors,
            OpenStreams streams,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "farol.feed.stream-life") Duration life) {
        this.reader = reader;
        this.heads = heads;
        this.tenants = tenants;
        this.tenant = tenant;
        this.identity = identity;
        this.errors = errors;
        this.streams = streams;
        this.clock = clock;
        this.source = FeedSource.ofService(service);
        this.life = life;
    }

    /** Opens a stream for the caller: of its own tenant, or of all tenants when the caller is one of the four services. Returns at once; the stream runs on its own thread. */
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
        Optional<TenantId> scope = tenant.find();
        if (scope.isEmpty() && !identity.hasRole(Role.SERVICE)) {
            throw new DomainException(PlatformError.TENANT_CLAIM_MISSING, "a feed needs a tenant");
        }
        FeedFilter filter = new FeedFilter(
                scope,
                Set.copyOf(request.getAggregateTypesList()),
                request.getPartitionIndex(),
                request.getPartitionCount());
        @Nullable FeedCursor cursor = cursor(request.getCursor());
        Instant now = clock.instant();
        Instant tokenEnds = tokenEnds(identity);
        Instant lifeEnds = now.plus(life);
        boolean isTokenFirst = tokenEnds.isBefore(lifeEnds);
        GrpcSink sink = new GrpcSink((ServerCallStreamObserver<SubscribeResponse>) observer);
        FeedStream stream = new FeedStream(reader, heads, tenants, source, filter, sink, true, clock);
        streams.open("feed-stream", () -> {
            try {
                stream.run(cursor, isTokenFirst ? tokenEnds : lifeEnds);
                end(observer, isTokenFirst);
            } catch (InterruptedException e) {
                observer.onCompleted();
            } catch (DomainException e) {
                observer.onError(errors.transform(e));
            } catch (SQLException | RuntimeException e) {
                broke(observer, e);
            }
        });
    }

    /** A read that was interrupted because this replica stops looks like a broken one, and is none. */
    private void broke(StreamObserver<SubscribeResponse> observer, Exception failure) {
        if (streams.isDraining()) {
            observer.onCompleted();
        } else {
            Log.warnf(failure, "feed stream broke");
            observer.onError(
                    errors.transform(new DomainException(PlatformError.UNAVAILABLE, "the feed cannot be read now")));
        }
    }

    /** Where a reader wants to go on; null = from the start. */
    static @Nullable FeedCursor cursor(String text) {
        return text.isEmpty()
                ? null
                : FeedCursor.parse(text)
                        .orElseThrow(() ->
                                new DomainException(PlatformError.INVALID_CURSOR, "this is not a cursor of a feed"));
    }

    static Instant tokenEnds(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? Instant.ofEpochSecond(token.getExpirationTime())
                : Instant.MAX;
    }

    private void end(StreamObserver<SubscribeResponse> observer, boolean isTokenFirst) {
        if (isTokenFirst && !heads.isStopped()) {
            observer.onError(errors.transform(
                    new DomainException(PlatformError.TOKEN_EXPIRED, "open the stream again with a new token")));
        } else {
            observer.onCompleted();
        }
    }
}
