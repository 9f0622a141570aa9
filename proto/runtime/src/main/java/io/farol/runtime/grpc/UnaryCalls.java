package io.farol.runtime.grpc;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.FeedSource;
import io.grpc.MethodDescriptor;
import io.quarkus.opentelemetry.runtime.tracing.instrumentation.grpc.GrpcTracingClientInterceptor;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/**
 * Point questions and commands to other services, the one way to make them: a deadline, a retry where it is safe, a circuit breaker for each service, and the caller's identity ({@link OutgoingCalls}: the
 * user's token, or the own one and {@code farol-tenant} inside {@link io.farol.runtime.tenant.CurrentTenant#callAs}).
 *
 * <p>A service that does not answer in time is a {@link DomainException} UNAVAILABLE, which the doors answer with 503 and {@code Retry-After}; what it refuses is a {@link NeighbourRefusal}. Never inside a
 * transaction, which would hold its connection and locks for as long as the other side takes.
 */
@ApplicationScoped
public class UnaryCalls {
    private final Config config;
    private final OutgoingCalls identity;
    private final GrpcTracingClientInterceptor tracing;
    private final TransactionSynchronizationRegistry transactions;
    private final Map<FeedSource, Neighbour> neighbours = new ConcurrentHashMap<>();

    UnaryCalls(
            Config config,
            OutgoingCalls identity,
            GrpcTracingClientInterceptor tracing,
            TransactionSynchronizationRegistry transactions) {
        this.config = config;
        this.identity = identity;
        this.tracing = tracing;
        this.transactions = transactions;
    }

    /** Asks, or commands what has the same effect when it is said twice: tried again, with growing and jittered pauses, while the service does not answer. */
    public <Q, R> R idempotent(FeedSource service, MethodDescriptor<Q, R> method, Q request) {
        return neighbour(service).idempotent(method, request);
    }

    /** Commands once: whoever gets UNAVAILABLE does not know whether it was done. */
    public <Q, R> R once(FeedSource service, MethodDescriptor<Q, R> method, Q request) {
        return neighbour(service).once(method, request);
    }

    private Neighbour neighbour(FeedSource service) {
        if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("no remote call inside a transaction");
        }
        return neighbours.computeIfAbsent(service, this::connect);
    }

    private Neighbour connect(FeedSource service) {
        String target = config.getOptionalValue("farol." + service.label() + ".grpc", String.class)
                .orElseThrow(() -> new DomainException(
                        PlatformError.UNAVAILABLE, "no address of " + service.label() + "-service is set"));
        return new Neighbour(service.label(), target, identity, tracing);
    }

    void stop(@Observes ShutdownEvent event) {
        neighbours.values().forEach(Neighbour::close);
    }
}
