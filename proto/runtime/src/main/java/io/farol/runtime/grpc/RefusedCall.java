package io.farol.runtime.grpc;

import io.farol.runtime.error.DomainException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;

/** Ends a call inside an interceptor: below the blocking dispatch a thrown exception would leave the caller hanging. */
public final class RefusedCall {

    private RefusedCall() {}

    /** Closes the call with the refusal's status; the listener to return ignores whatever still comes. */
    public static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, Metadata headers, DomainException refusal) {
        StatusRuntimeException status = GrpcStatus.of(refusal, CallLanguage.of(headers));
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }
}
