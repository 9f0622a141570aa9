package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Finds the key of a request and hands the call to {@link IdempotentAnswers}; without a key the method just runs. */
@Interceptor
@Idempotent
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 190)
public class IdempotentInterceptor {
    /** Header of the request. */
    public static final String HEADER = "Idempotency-Key";

    private static final int LONGEST_KEY = 255;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

    private final CurrentVertxRequest request;
    private final SecurityIdentity identity;
    private final IdempotentAnswers answers;

    IdempotentInterceptor(CurrentVertxRequest request, SecurityIdentity identity, IdempotentAnswers answers) {
        this.request = request;
        this.identity = identity;
        this.answers = answers;
    }

    @AroundInvoke
    Object once(InvocationContext invocation) throws Exception {
        HttpServerRequest call = request.getCurrent().request();
        @Nullable String key = call.getHeader(HEADER);
        if (key == null) {
            return invocation.proceed();
        }
        if (key.length() > LONGEST_KEY) {
            throw DomainException.invalid(
                    List.of(Fault.in(HEADER, PlatformError.TOO_LONG, Map.of("max", LONGEST_KEY))));
        }
        if (!PRINTABLE.matcher(key).matches()) {
            throw DomainException.invalid(List.of(Fault.in(HEADER, PlatformError.INVALID_CHARACTER)));
        }
        String scope = String.join("\n", caller(), call.method().name(), call.path(), key);
        return answers.once(id(scope), BodyHash.ofRequest(request.getCurrent()), invocation::proceed);
    }

    /** The client and the subject: two people who use the same front end never share a key. */
    private String caller() {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? token.<Object>getClaim("azp") + "\n" + token.getSubject()
                : identity.getPrincipal().getName();
    }

    private static UUID id(String scope) {
        ByteBuffer hash = ByteBuffer.wrap(BodyHash.of(scope.getBytes(StandardCharsets.UTF_8)));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
