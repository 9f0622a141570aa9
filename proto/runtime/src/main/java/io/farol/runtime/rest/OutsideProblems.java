package io.farol.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.grpc.GrpcRequest;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problems of requests that never reach a REST method: refused tokens, bodies over the server's limit, addresses that do not exist. */
@ApplicationScoped
public class OutsideProblems {
    private final ObjectMapper mapper;

    OutsideProblems(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answerFailure);
        router.route().last().handler(this::answerUnknownPath);
    }

    private void answerUnknownPath(RoutingContext context) {
        if (GrpcRequest.is(context)) {
            context.next();
            return;
        }
        answer(context, ProblemMapper.bare(PlatformError.NOT_FOUND));
    }

    private void answerFailure(RoutingContext context) {
        if (GrpcRequest.is(context) || context.response().ended()) {
            context.next();
            return;
        }
        @Nullable Throwable failure = context.failure();
        DomainException refusal = refusal(failure, context);
        if (refusal.code() == PlatformError.INTERNAL_ERROR) {
            Log.errorf(failure, "request failed requestId=%s", RequestContext.id(context));
        }
        answer(context, refusal);
    }

    /** What was refused on purpose, such as a token of no tenant, says so itself. */
    private static DomainException refusal(@Nullable Throwable failure, RoutingContext context) {
        if (failure instanceof DomainException refusal) {
            return refusal;
        }
        return failure != null && failure.getCause() instanceof DomainException cause
                ? cause
                : ProblemMapper.bare(code(context));
    }

    private static ErrorCode code(RoutingContext context) {
        @Nullable Throwable failure = context.failure();
        if (failure instanceof AuthenticationException || failure instanceof UnauthorizedException) {
            return PlatformError.NOT_SIGNED_IN;
        }
        if (failure instanceof ForbiddenException) {
            return PlatformError.NOT_ALLOWED;
        }
        return context.statusCode() > 0 ? HttpStatus.code(context.statusCode()) : PlatformError.INTERNAL_ERROR;
    }

    private void answer(RoutingContext context, DomainException refusal) {
        Problem problem = ProblemMapper.of(refusal, context);
        Map<String, String> headers = ProblemMapper.headers(refusal);
        context.response().setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        headers.forEach(context.response()::putHeader);
        try {
            context.response().end(mapper.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
