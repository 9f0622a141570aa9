package io.farol.local.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the edge says itself: problems in the services' shape, gRPC statuses, and the CORS headers that let a front end read them. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPOSED =
            "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, Content-Disposition, Content-Language, Idempotency-Replayed, Farol-Position, X-Request-Id";

    /** The few things that can go wrong before a service is reached. */
    enum Problem {
        NOT_FOUND(HttpStatus.NOT_FOUND, 12, "There is nothing at this path.", "Não há nada neste caminho."),
        UNAVAILABLE(
                HttpStatus.SERVICE_UNAVAILABLE,
                14,
                "The service behind this path is not reachable now; try again.",
                "O serviço deste caminho não está acessível agora; tente de novo."),
        INVALID_REQUEST(HttpStatus.BAD_REQUEST, 3, "The request cannot be read.", "A requisição não pode ser lida."),
        METHOD_NOT_ALLOWED(
                HttpStatus.METHOD_NOT_ALLOWED, 12, "Only GET is possible here.", "Aqui só é possível usar GET."),
        INTERNAL_ERROR(
                HttpStatus.INTERNAL_SERVER_ERROR, 13, "Something failed on our side.", "Algo falhou do nosso lado.");

        private final HttpStatus status;
        private final int grpcStatus;
        private final String english;
        private final String portuguese;

        Problem(HttpStatus status, int grpcStatus, String english, String portuguese) {
            this.status = status;
            this.grpcStatus = grpcStatus;
            this.english = english;
            this.portuguese = portuguese;
        }
    }

    private final Set<String> allowedOrigins;

    /** @param allowedOrigins origins of front ends served from elsewhere; no wildcard */
    Answers(List<String> allowedOrigins) {
        this.allowedOrigins = Set.copyOf(allowedOrigins);
    }

    HttpResponse problem(RequestHeaders request, Problem problem, String requestId) {
        return isGrpc(request)
                ? grpcStatus(problem, requestId)
                : aggregatedProblem(request, problem, requestId).toHttpResponse();
    }

    AggregatedHttpResponse aggregatedProblem(RequestHeaders request, Problem problem, @Nullable String requestId) {
        boolean isPortuguese = request.get(HttpHeaderNames.ACCEPT_LANGUAGE, "")
                .toLowerCase(Locale.ROOT)
                .startsWith("pt");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "type",
                "urn:farol:problem:" + problem.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        body.put("title", problem.status.reasonPhrase());
        body.put("status", problem.status.code());
        body.put("code", problem.name());
        body.put("detail", isPortuguese ? problem.portuguese : problem.english);
        body.put("instance", withoutQuery(request.path()));
        if (requestId != null) {
            body.put("requestId", requestId);
        }
        ResponseHeadersBuilder headers = ResponseHeaders.builder(problem.status)
                .contentType(MediaType.parse("application/problem+json"))
                .set(HttpHeaderNames.CONTENT_LANGUAGE, isPortuguese ? "pt-BR" : "en")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (requestId != null) {
            headers.set("x-request-id", requestId);
        }
        if (problem == Problem.UNAVAILABLE) {
            headers.set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        allowOrigin(request, headers);
        return AggregatedHttpResponse.of(headers.build(), HttpData.wrap(json(body)));
    }

    /** Answers a browser's question before its request, where no service can: so that the front end gets to read the problem itself. */
    HttpResponse preflight(RequestHeaders request, String requestId) {
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.NO_CONTENT).set("x-request-id", requestId);
        if (allowOrigin(request, headers)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE")
                    .set(
                            HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                            request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, "Authorization, Content-Type"));
        }
        return HttpResponse.of(headers.build());
    }

    static boolean isPreflight(RequestHeaders request) {
        return request.method() == com.linecorp.armeria.common.HttpMethod.OPTIONS
                && request.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    static boolean isGrpc(RequestHeaders request) {
        return request.get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("application/grpc");
    }

    static byte[] json(Object body) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean allowOrigin(RequestHeaders request, ResponseHeadersBuilder headers) {
        String origin = request.get(HttpHeaderNames.ORIGIN, "");
        headers.add(HttpHeaderNames.VARY, "Origin");
        if (!allowedOrigins.contains(origin)) {
            return false;
        }
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        return true;
    }

    static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** A gRPC answer that is all trailers. */
    private static HttpResponse grpcStatus(Problem problem, String requestId) {
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                .setInt("grpc-status", problem.grpcStatus)
                .set("grpc-message", problem.english)
                .set("x-request-id", requestId)
                .endOfStream(true)
                .build());
    }
}
