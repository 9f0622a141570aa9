package io.farol.runtime.security;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.grpc.RefusedCall;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses the gRPC metadata {@code farol-tenant} with any token but a service's own, and when it does not name exactly one tenant (DECISIONS.md 3). */
@GlobalInterceptor
@ApplicationScoped
class ServiceTenant implements ServerInterceptor {
    static final String HEADER = "farol-tenant";
    private static final Metadata.Key<String> KEY = Metadata.Key.of(HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final SecurityIdentity identity;

    ServiceTenant(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The tenant named, when exactly one well-formed name was sent. */
    static Optional<TenantId> only(List<String> sent) {
        return sent.size() == 1 && TenantId.isWellFormed(sent.getFirst())
                ? Optional.of(new TenantId(sent.getFirst()))
                : Optional.empty();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        List<String> sent = sent(headers);
        if (sent.isEmpty() || isAccepted(sent)) {
            return next.startCall(call, headers);
        }
        return RefusedCall.refuse(
                call,
                headers,
                new DomainException(PlatformError.NOT_ALLOWED, "this caller may not name a tenant beside the token"));
    }

    private boolean isAccepted(List<String> sent) {
        Optional<TenantId> named = only(sent);
        return identity.hasRole(Role.SERVICE)
                && named.isPresent()
                && named.get().equals(identity.<TenantId>getAttribute(CurrentTenant.ATTRIBUTE));
    }

    private static List<String> sent(Metadata headers) {
        List<String> values = new ArrayList<>();
        Iterable<String> all = headers.getAll(KEY);
        if (all != null) {
            all.forEach(values::add);
        }
        return values;
    }
}
