package io.farol.runtime.rest;

import io.farol.runtime.error.DatabaseAway;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.Kind;
import io.farol.runtime.error.PlatformError;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Translates everything that a REST method or the framework throws into {@link Problem}; no stack trace and no SQL ever leaves. */
public class ProblemMapper {
    private static final String RETRY_AFTER_SECONDS = "1";

    private final AllowedMethods allowed;

    ProblemMapper(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    Response domain(DomainException refusal, RoutingContext context) {
        return answer(refusal, context).build();
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException violations, RoutingContext context) {
        List<Fault> faults = violations.getConstraintViolations().stream()
                .map(Constraints::fault)
                .toList();
        return answer(DomainException.invalid(faults), context).build();
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failure, RoutingContext context) {
        if (failure.getCause() instanceof DomainException refusal) {
            return answer(refusal, context).build();
        }
        Response original = failure.getResponse();
        if (original.getStatus() < 400) {
            return original;
        }
        if (original.getStatus() >= 500) {
            return unexpected(failure, context);
        }
        Response.ResponseBuilder response = answer(bare(HttpStatus.code(original.getStatus())), context);
        if (original.getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            allowed.of(context.normalizedPath()).ifPresent(methods -> response.header("Allow", methods));
        }
        return response.build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(RoutingContext context) {
        return answer(bare(PlatformError.NOT_SIGNED_IN), context).build();
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response forbidden(RoutingContext context) {
        return answer(bare(PlatformError.NOT_ALLOWED), context).build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, RoutingContext context) {
        if (DatabaseAway.isCauseOf(failure)) {
            Log.warnf(
                    "database does not answer requestId=%s error=%s", RequestContext.id(context), failure.getMessage());
            return answer(bare(PlatformError.UNAVAILABLE), context).build();
        }
        Log.errorf(failure, "request failed requestId=%s", RequestContext.id(context));
        return answer(bare(PlatformError.INTERNAL_ERROR), context).build();
    }

    static DomainException bare(ErrorCode code) {
        return new DomainException(code, code.name());
    }

    private static Response.ResponseBuilder answer(DomainException refusal, RoutingContext context) {
        Problem problem = of(refusal, context);
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        headers(refusal).forEach(response::header);
        return response;
    }

    static Problem of(DomainException refusal, RoutingContext context) {
        return Problem.of(
                refusal,
                RequestContext.language(context),
                context.request().path() == null ? "/" : context.request().path(),
                RequestContext.id(context));
    }

    static Map<String, String> headers(DomainException refusal) {
        Kind kind = refusal.code().kind();
        if (kind == Kind.UNAUTHENTICATED) {
            return Map.of("WWW-Authenticate", "Bearer");
        }
        if (kind == Kind.TOO_MANY
                || kind == Kind.UNAVAILABLE
                || refusal.code() == PlatformError.IDEMPOTENCY_IN_PROGRESS) {
            Object seconds = refusal.params().getOrDefault("retryAfterSeconds", RETRY_AFTER_SECONDS);
            return Map.of("Retry-After", String.valueOf(seconds));
        }
        return Map.of();
    }
}
