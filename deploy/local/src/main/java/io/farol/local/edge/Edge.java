package io.farol.local.edge;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.RequestOptions;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.farol.local.edge.Routes.Target;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one origin in front of everything. It only routes: bodies and streams pass through as they come, in both directions and with their trailers; tokens are verified by the services.
 */
public final class Edge implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Edge.class.getName());
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
    /** Armeria decodes and tidies paths on both of its sides; a service must see what its client wrote, or {@code %3B} in an id would cut it. */
    private static final AttributeKey<String> RAW_TARGET = AttributeKey.valueOf(Edge.class, "RAW_TARGET");

    /** Meant for one connection (RFC 9110, 7.6.1), or claims about the client that only a front door may make. */
    private static final List<String> NOT_FORWARDED = List.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-proto");

    private final Routes routes;
    private final Pages pages;
    private final Answers answers;
    private final ClientFactory connections;
    private final Map<String, WebClient> rest = new HashMap<>();
    private final Map<String, WebClient> grpc = new HashMap<>();
    private final @Nullable WebClient login;
    private final Server server;

    /**
     * Where things are.
     *
     * @param port on 127.0.0.1; 0 = any
     * @param services port of each service that runs; one that the path table names and that is not here is answered with 503
     * @param keycloakPort null = no Keycloak behind /auth
     * @param allowedOrigins of front ends that are served from elsewhere
     */
    public record Settings(
            int port,
            Map<String, Integer> services,
            @Nullable Integer keycloakPort,
            List<String> allowedOrigins) {}

    /** Opens the port; the services need not be there yet. */
    public static Edge start(Settings settings, Routes routes, Pages pages) {
        Edge edge = new Edge(settings, routes, pages);
        edge.server.start().join();
        return edge;
    }

    private Edge(Settings settings, Routes routes, Pages pages) {
        this.routes = routes;
        this.pages = pages;
        answers = new Answers(settings.allowedOrigins());
        connections = ClientFactory.builder()
                .connectTimeout(Duration.ofSeconds(2))
                .idleTimeout(Duration.ofSeconds(30))
                .useHttp2Preface(true)
                .build();
        settings.services().forEach((service, port) -> {
            rest.put(service, client(SessionProtocol.H1C, port));
            grpc.put(service, client(SessionProtocol.H2C, port));
        });
        login = settings.keycloakPort() == null ? null : client(SessionProtocol.H1C, settings.keycloakPort());
        server = Server.builder()
                .http(new InetSocketAddress("127.0.0.1", settings.port()))
                .serviceUnder("/", this::serve)
                .errorHandler(new Errors())
                .requestTimeoutMillis(0)
                .maxRequestLength(0)
                .idleTimeout(Duration.ofMinutes(5))
                .http1MaxInitialLineLength(64 * 1024)
                .http1MaxHeaderSize(64 * 1024)
                .http2MaxHeaderListSize(64 * 1024)
                .gracefulShutdownTimeoutMillis(0, 2000)
                .disableServerHeader()
                .build();
    }

    /** The port that is open. */
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        server.stop().join();
        connections.close();
    }

    private WebClient client(SessionProtocol protocol, int port) {
        return WebClient.builder(protocol, Endpoint.of("127.0.0.1", port))
                .factory(connections)
                .responseTimeoutMillis(0)
                .writeTimeoutMillis(0)
                .maxResponseLength(0)
                .decorator((next, context, request) -> {
                    RequestHeaders asWritten = request.headers().toBuilder()
                            .path(Objects.requireNonNull(context.attr(RAW_TARGET)))
                            .build();
                    HttpRequest untouched = request.withHeaders(asWritten);
                    context.updateRequest(untouched);
                    return next.execute(context, untouched);
                })
                .build();
    }

    private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        RequestHeaders headers = request.headers();
        String requestId = requestId(headers);
        String target = context.rawPath(); // with the query
        return switch (routes.target(Answers.withoutQuery(target))) {
            case Target.Rest(String service) -> forward(rest.get(service), request, target, requestId);
            case Target.Grpc(String service)
            when Answers.isGrpc(headers) -> forward(grpc.get(service), request, target, requestId);
            case Target.Login() -> forward(login, request, target, requestId);
            case Target.Own(String page) -> pages.answer(page, request, answers, requestId);
            case Target.Grpc _, Target.Nowhere() -> refuse(headers, Answers.Problem.NOT_FOUND, requestId);
        };
    }

    private HttpResponse forward(@Nullable WebClient upstream, HttpRequest request, String target, String requestId) {
        if (upstream == null) {
            return refuse(request.headers(), Answers.Problem.UNAVAILABLE, requestId);
        }
        RequestHeadersBuilder headers = request.headers().toBuilder();
        NOT_FORWARDED.forEach(headers::remove);
        headers.set("x-request-id", requestId);
        RequestOptions asWritten =
                RequestOptions.builder().attr(RAW_TARGET, target).build();
        return upstream.execute(request.withHeaders(headers.build()), asWritten)
                .mapHeaders(answer -> answer.status().isInformational() || answer.contains("x-request-id")
                        ? answer
                        : answer.toBuilder().set("x-request-id", requestId).build())
                .recover(cause -> {
                    LOG.log(Level.WARNING, "not delivered requestId=" + requestId, Exceptions.peel(cause));
                    return refuse(request.headers(), Answers.Problem.UNAVAILABLE, requestId);
                });
    }

    private HttpResponse refuse(RequestHeaders headers, Answers.Problem problem, String requestId) {
        return Answers.isPreflight(headers)
                ? answers.preflight(headers, requestId)
                : answers.problem(headers, problem, requestId);
    }

    private static String requestId(RequestHeaders headers) {
        String given = headers.get("x-request-id", "");
        return REQUEST_ID.matcher(given).matches() ? given : UUID.randomUUID().toString();
    }

    /** Armeria's own refusals (unreadable paths, broken frames) in the shape of all others. */
    private final class Errors implements ServerErrorHandler {
        @Override
        public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
            return answers.problem(
                    context.request().headers(),
                    Answers.Problem.INTERNAL_ERROR,
                    requestId(context.request().headers()));
        }

        @Override
        public AggregatedHttpResponse renderStatus(
                @Nullable ServiceRequestContext context,
                ServiceConfig config,
                @Nullable RequestHeaders headers,
                HttpStatus status,
                @Nullable String description,
                @Nullable Throwable cause) {
            RequestHeaders request =
                    headers == null ? RequestHeaders.of(com.linecorp.armeria.common.HttpMethod.GET, "/") : headers;
            return answers.aggregatedProblem(
                    request,
                    status.isServerError() ? Answers.Problem.INTERNAL_ERROR : Answers.Problem.INVALID_REQUEST,
                    request.get(HttpHeaderNames.of("x-request-id")));
        }
    }
}
