package io.farol.runtime.grpc;

import io.farol.runtime.error.DatabaseAway;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one place that turns what a use case throws into a gRPC status. What nobody expected is logged, and answered without a word about our insides. */
@ApplicationScoped
class GrpcErrors implements ExceptionHandlerProvider {
    private static final Set<Status.Code> NOT_NOW = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

    @Override
    public <Q, R> ExceptionHandler<Q, R> createHandler(
            ServerCall.Listener<Q> listener, ServerCall<Q, R> call, Metadata headers) {
        return new ExceptionHandler<>(listener, call, headers) {
            @Override
            protected void handleException(Throwable thrown, ServerCall<Q, R> failed, Metadata sent) {
                StatusRuntimeException status = transform(thrown);
                Metadata trailers = status.getTrailers();
                try {
                    failed.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
                } catch (IllegalStateException alreadyClosed) {
                    Log.debugf(
                            "gRPC call was closed before its error status=%s",
                            status.getStatus().getCode());
                }
            }
        };
    }

    @Override
    public StatusRuntimeException transform(Throwable thrown) {
        return transform(thrown, CallLanguage.current());
    }

    static StatusRuntimeException transform(Throwable thrown, String acceptLanguage) {
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof DomainException refusal) {
                return GrpcStatus.of(refusal, acceptLanguage);
            }
        }
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof StatusRuntimeException || t instanceof StatusException) {
                return ofNeighbour(t, acceptLanguage);
            }
            @Nullable DomainException refusal = refusal(t);
            if (refusal != null) {
                return GrpcStatus.of(refusal, acceptLanguage);
            }
        }
        if (DatabaseAway.isCauseOf(thrown)) {
            Log.warnf("database does not answer error=%s", thrown.getMessage());
            return GrpcStatus.of(
                    new DomainException(PlatformError.UNAVAILABLE, "the database does not answer"), acceptLanguage);
        }
        Log.error("gRPC call failed", thrown);
        return GrpcStatus.of(
                new DomainException(PlatformError.INTERNAL_ERROR, "something broke on our side"), acceptLanguage);
    }

    private static @Nullable DomainException refusal(Throwable t) {
        return switch (t) {
            case ConstraintViolationException e -> invalid(e);
            case AuthenticationException _, UnauthorizedException _ ->
                new DomainException(PlatformError.NOT_SIGNED_IN, "a valid token is needed");
            case SecurityException _ -> new DomainException(PlatformError.NOT_ALLOWED, "this caller may not do this");
            case OptimisticLockException _ ->
                new DomainException(PlatformError.STALE_VERSION, "somebody else changed it in the meantime");
            default -> null;
        };
    }

    private static DomainException invalid(ConstraintViolationException e) {
        List<Fault> faults =
                e.getConstraintViolations().stream().map(GrpcErrors::fault).toList();
        return new DomainException(PlatformError.INVALID_REQUEST, "the request is not valid", Map.of(), faults);
    }

    private static Fault fault(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        return Fault.in(path.substring(path.lastIndexOf('.') + 1), PlatformError.OUT_OF_RANGE);
    }

    /** A status of our own making passes; a neighbour's failure is ours only as "not now", the rest is a bug. */
    private static StatusRuntimeException ofNeighbour(Throwable thrown, String acceptLanguage) {
        Status status = Status.fromThrowable(thrown);
        if (NOT_NOW.contains(status.getCode())) {
            return GrpcStatus.of(
                    new DomainException(PlatformError.UNAVAILABLE, "a neighbouring service does not answer"),
                    acceptLanguage);
        }
        if (status.getCode() == Status.Code.CANCELLED) {
            return Status.CANCELLED.asRuntimeException();
        }
        Log.error("gRPC call failed by a neighbour's answer", thrown);
        return GrpcStatus.of(
                new DomainException(PlatformError.INTERNAL_ERROR, "something broke on our side"), acceptLanguage);
    }
}
