package io.farol.runtime.grpc;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.ServiceToken;
import io.farol.runtime.log.RequestId;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.CurrentTenant;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.quarkus.arc.Arc;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says to a neighbouring service who calls (DECISIONS.md 3): the user's token travels on where a user stands behind the work, else this service's own with the tenant in {@code farol-tenant}. Every
 * unary call has a deadline.
 */
@GlobalInterceptor
@ApplicationScoped
public class OutgoingCalls implements ClientInterceptor {
    private static final long DEADLINE_SECONDS = 10;
    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    private static final Metadata.Key<String> TENANT = key("farol-tenant");
    private static final Metadata.Key<String> REQUEST_ID = key("x-request-id");

    private final SecurityIdentity caller;
    private final CurrentTenant tenant;
    private final ServiceToken own;

    OutgoingCalls(SecurityIdentity caller, CurrentTenant tenant, ServiceToken own) {
        this.caller = caller;
        this.tenant = tenant;
        this.own = own;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Metadata identity = identity(); // read here, on the caller's thread: start() may run on another
        boolean isUnbounded = method.getType() == MethodDescriptor.MethodType.UNARY && options.getDeadline() == null;
        CallOptions bounded = isUnbounded ? options.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS) : options;
        return new SimpleForwardingClientCall<>(next.newCall(method, bounded)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                headers.merge(identity);
                super.start(listener, headers);
            }
        };
    }

    private Metadata identity() {
        Metadata identity = new Metadata();
        identity.put(REQUEST_ID, RequestId.current());
        @Nullable String usersToken = usersToken();
        if (usersToken != null) {
            identity.put(AUTHORIZATION, "Bearer " + usersToken);
            return identity;
        }
        identity.put(AUTHORIZATION, "Bearer " + ownToken());
        tenant.find().ifPresent(t -> identity.put(TENANT, t.value()));
        return identity;
    }

    private @Nullable String usersToken() {
        boolean isUsersRequest = !CurrentTenant.isBackground()
                && Arc.container().requestContext().isActive()
                && !caller.isAnonymous()
                && !caller.hasRole(Role.SERVICE);
        if (!isUsersRequest) {
            return null;
        }
        TokenCredential credential = caller.getCredential(TokenCredential.class);
        return credential == null ? null : credential.getToken();
    }

    private String ownToken() {
        try {
            return own.get();
        } catch (IOException e) {
            throw new DomainException(PlatformError.UNAVAILABLE, "the issuer gives this service no token");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DomainException(PlatformError.UNAVAILABLE, "interrupted while waiting for a token");
        }
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
