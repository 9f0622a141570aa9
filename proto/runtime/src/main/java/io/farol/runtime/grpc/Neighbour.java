package io.farol.runtime.grpc;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.ReflectableMarshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.smallrye.faulttolerance.api.Guard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** The connection to one other service, with its circuit breaker: when half of the last calls failed, none is tried for some seconds. */
final class Neighbour implements AutoCloseable {
    /** Of one try. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private static final int TRIES = 3;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long JITTER_MILLIS = 80;
    private static final int CALLS_LOOKED_AT = 10;
    private static final int OPEN_SECONDS = 5;

    /** What may pass by itself. */
    private static final Set<Status.Code> NOT_NOW =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

    private final String name;
    private final ManagedChannel channel;
    private final Guard breaker;
    private final Guard retry;

    Neighbour(String name, String target, ClientInterceptor... interceptors) {
        this.name = name;
        channel = NettyChannelBuilder.forTarget(target)
                .usePlaintext()
                .intercept(interceptors)
                .build();
        breaker = Guard.create()
                .withDescription(name + ".breaker")
                .withCircuitBreaker()
                .requestVolumeThreshold(CALLS_LOOKED_AT)
                .failureRatio(0.5)
                .delay(OPEN_SECONDS, ChronoUnit.SECONDS)
                .failOn(NoAnswer.class)
                .done()
                .build();
        retry = Guard.create()
                .withDescription(name + ".retry")
                .withRetry()
                .maxRetries(TRIES - 1)
                .delay(FIRST_PAUSE_MILLIS, ChronoUnit.MILLIS)
                .jitter(JITTER_MILLIS, ChronoUnit.MILLIS)
                .withExponentialBackoff()
                .done()
                .retryOn(NoAnswer.class)
                .done()
                .build();
    }

    /** The service did not answer, or not in time. */
    private static final class NoAnswer extends RuntimeException {
        NoAnswer(Throwable cause) {
            super(cause);
        }
    }

    <Q, R> R idempotent(MethodDescriptor<Q, R> method, Q request) {
        return answered(() -> retry.call(() -> guarded(method, request), answerType(method)));
    }

    <Q, R> R once(MethodDescriptor<Q, R> method, Q request) {
        return answered(() -> guarded(method, request));
    }

    private <Q, R> R guarded(MethodDescriptor<Q, R> method, Q request) throws Exception {
        return breaker.call(() -> called(method, request), answerType(method));
    }

    private <Q, R> R called(MethodDescriptor<Q, R> method, Q request) {
        if (channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff(); // else a service that came back is looked for only minutes later
        }
        try {
            return ClientCalls.blockingUnaryCall(
                    channel,
                    method,
                    CallOptions.DEFAULT.withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS),
                    request);
        } catch (StatusRuntimeException e) {
            throw NOT_NOW.contains(e.getStatus().getCode()) ? new NoAnswer(e) : NeighbourRefusal.by(e);
        }
    }

    private <R> R answered(Callable<R> call) {
        try {
            return call.call();
        } catch (NoAnswer e) {
            throw unavailable(1);
        } catch (CircuitBreakerOpenException e) {
            throw unavailable(OPEN_SECONDS);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a unary call threw a checked exception", e);
        }
    }

    private DomainException unavailable(int retryAfterSeconds) {
        return new DomainException(
                PlatformError.UNAVAILABLE,
                name + "-service does not answer",
                Map.of("retryAfterSeconds", retryAfterSeconds));
    }

    private static <R> Class<R> answerType(MethodDescriptor<?, R> method) {
        return ((ReflectableMarshaller<R>) method.getResponseMarshaller()).getMessageClass();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
