package io.farol.runtime.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Keeps the metadata {@code accept-language} of the running call for the texts of its errors. */
@GlobalInterceptor
@ApplicationScoped
class CallLanguage implements ServerInterceptor {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("accept-language", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> CURRENT = Context.keyWithDefault("farol.accept-language", "en");

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return Contexts.interceptCall(Context.current().withValue(CURRENT, of(headers)), call, headers, next);
    }

    /** As sent; English when nothing was. */
    static String of(Metadata headers) {
        @Nullable String sent = headers.get(HEADER);
        return sent == null ? "en" : sent;
    }

    /** Of the call that runs on this thread. */
    static String current() {
        return CURRENT.get();
    }
}
