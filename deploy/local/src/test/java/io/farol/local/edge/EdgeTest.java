package io.farol.local.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The edge between a client and a stand-in for a service: what passes, what is refused, and in which words. */
class EdgeTest {
    private static final CompletableFuture<String> AFTER_FIRST_EVENT = new CompletableFuture<>();
    private static Server service;
    private static Edge edge;

    @BeforeAll
    static void start() {
        System.setProperty("com.linecorp.armeria.allowSemicolonInPathComponent", "true");
        service = Server.builder()
                .http(new InetSocketAddress("127.0.0.1", 0))
                .serviceUnder("/", EdgeTest::standIn)
                .build();
        service.start().join();
        edge = Edge.start(
                new Edge.Settings(
                        0,
                        Map.of("accounts-service", service.activeLocalPort(), "metrics-service", 1),
                        null,
                        List.of("http://front.example")),
                Routes.load(),
                Pages.load("http://127.0.0.1:1", "http://127.0.0.1:1/auth/realms/farol", "1.2.3", List.of()));
    }

    @AfterAll
    static void stop() {
        edge.close();
        service.stop().join();
    }

    /** Tells what it saw; streams when asked to. */
    private static HttpResponse standIn(ServiceRequestContext context, HttpRequest request) {
        if (request.headers().get("content-type", "").startsWith("application/grpc")) {
            return HttpResponse.of(
                    ResponseHeaders.builder(200)
                            .set("content-type", "application/grpc")
                            .build(),
                    HttpData.wrap(new byte[] {0, 0, 0, 0, 0}),
                    HttpHeaders.of("grpc-status", "5", "grpc-message", "none"));
        }
        if (request.path().endsWith("/changes")) {
            HttpResponseWriter stream = HttpResponse.streaming();
            stream.write(ResponseHeaders.of(
                    com.linecorp.armeria.common.HttpStatus.valueOf(200), "content-type", "text/event-stream"));
            stream.write(HttpData.ofUtf8("data: first\n\n"));
            AFTER_FIRST_EVENT.thenAccept(text -> {
                stream.write(HttpData.ofUtf8("data: " + text + "\n\n"));
                stream.close();
            });
            return stream;
        }
        RequestHeaders headers = request.headers();
        return HttpResponse.of(request.aggregate()
                .thenApply(whole -> HttpResponse.of(
                        ResponseHeaders.of(
                                com.linecorp.armeria.common.HttpStatus.valueOf(201),
                                "etag",
                                "\"7\"",
                                "content-type",
                                "text/plain"),
                        HttpData.ofUtf8(String.join(
                                "|",
                                headers.method().name(),
                                context.rawPath(),
                                headers.authority(),
                                headers.get("x-request-id", "none"),
                                headers.get("x-forwarded-for", "none"),
                                whole.contentUtf8())))));
    }

    private static WebClient client() {
        return WebClient.of("http://127.0.0.1:" + edge.port());
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", edge.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            while (!isWhole(answer.toString())) {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    break;
                }
                answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            return answer.toString();
        }
    }

    private static boolean isWhole(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        Matcher length = Pattern.compile("content-length: (\\d+)").matcher(answer);
        return head > 0 && length.find() && answer.length() - head - 4 >= Integer.parseInt(length.group(1));
    }

    @Test
    void logsNoTokenOfADownloadLink() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler watching = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord line) {
                StringWriter text = new StringWriter();
                text.write(line.getMessage() + Arrays.toString(line.getParameters()));
                if (line.getThrown() != null) {
                    line.getThrown().printStackTrace(new PrintWriter(text));
                }
                lines.add(text.toString());
            }
        };
        Logger.getLogger("").addHandler(watching);
        try {
            assertEquals(
                    503,
                    client().get("/v1/overviews?download=t.secret")
                            .aggregate()
                            .join()
                            .status()
                            .code());
            assertEquals(
                    404,
                    client().get("/v1/nothing?download=t.secret")
                            .aggregate()
                            .join()
                            .status()
                            .code());
            assertEquals(
                    201,
                    client().get("/v1/accounts?download=t.secret")
                            .aggregate()
                            .join()
                            .status()
                            .code());
        } finally {
            Logger.getLogger("").removeHandler(watching);
        }

        assertTrue(lines.stream().anyMatch(line -> line.contains("not delivered")), lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.contains("t.secret")), lines.toString());
    }

    @Test
    void passesMethodPathQueryHeadersAndBodyUnchanged() throws Exception {
        String answer = raw("""
                POST /v1/accounts/by-external-id/A%2F1%3B;x%20%25%5C?q=a%20b&q=%C3%A3 HTTP/1.1
                Host: farol.example:8080
                X-Request-Id: mine-1
                X-Forwarded-For: 6.6.6.6
                Content-Length: 4
                Connection: close

                body""");

        assertTrue(answer.startsWith("HTTP/1.1 201 Created"), answer);
        assertTrue(
                answer.endsWith(
                        "POST|/v1/accounts/by-external-id/A%2F1%3B;x%20%25%5C?q=a%20b&q=%C3%A3|farol.example:8080|mine-1|none|body"),
                answer);
        assertTrue(answer.contains("etag: \"7\""), answer);
    }

    @Test
    void makesARequestIdAndReturnsIt() {
        AggregatedHttpResponse answer = client().get("/v1/accounts").aggregate().join();

        String id = answer.headers().get("x-request-id", "");
        assertFalse(id.isEmpty());
        assertEquals(id, answer.contentUtf8().split("\\|")[3]);
        assertNotEquals(
                id, client().get("/v1/accounts").aggregate().join().headers().get("x-request-id"));
    }

    @Test
    void replacesARequestIdThatCouldForgeALogLine() {
        RequestHeaders headers = RequestHeaders.of(HttpMethod.GET, "/v1/accounts", "x-request-id", "a b\"c");

        assertFalse(client().execute(headers).aggregate().join().contentUtf8().contains("a b"));
    }

    @Test
    void keepsTrailersOfGrpc() {
        AggregatedHttpResponse answer = grpc("/farol.accounts.v1.AccountsService/GetAccount");

        assertEquals("5", answer.trailers().get("grpc-status"));
        assertEquals("none", answer.trailers().get("grpc-message"));
    }

    @Test
    void answersGrpcInItsOwnWords() {
        assertEquals("14", grpc("/farol.metrics.v1.MetricsService/X").headers().get("grpc-status"));
        assertEquals("12", grpc("/grpc.health.v1.Health/Check").headers().get("grpc-status"));
        assertEquals("12", grpc("/farol.feed.v1.Feed/Subscribe").headers().get("grpc-status"));
    }

    @Test
    void passesAStreamOnWhileItRuns() throws Exception {
        try (BufferedReader events = new BufferedReader(new InputStreamReader(
                URI.create("http://127.0.0.1:" + edge.port() + "/v1/accounts/changes")
                        .toURL()
                        .openStream(),
                StandardCharsets.UTF_8))) {
            assertEquals("data: first", events.readLine()); // arrives although the stream is still open

            AFTER_FIRST_EVENT.complete("second");

            assertEquals("", events.readLine());
            assertEquals("data: second", events.readLine());
        }
    }

    @Test
    void saysUnavailableWhenAServiceIsDownOrNotHere() {
        for (String path : List.of("/v1/mrr/statement", "/v1/deals")) {
            AggregatedHttpResponse answer = client().execute(RequestHeaders.of(
                            HttpMethod.GET, path, "origin", "http://front.example", "accept-language", "pt-BR"))
                    .aggregate()
                    .join();

            assertEquals(503, answer.status().code());
            assertEquals(MediaType.parse("application/problem+json"), answer.contentType());
            assertEquals("1", answer.headers().get("retry-after"));
            assertEquals("http://front.example", answer.headers().get("access-control-allow-origin"));
            assertTrue(answer.headers().get("access-control-expose-headers", "").contains("X-Request-Id"));
            assertTrue(answer.contentUtf8().contains("\"UNAVAILABLE\""), answer.contentUtf8());
            assertTrue(answer.contentUtf8().contains("não está acessível"), answer.contentUtf8());
        }
    }

    @Test
    void answersPreflightsThatNoServiceCan() {
        AggregatedHttpResponse known = preflight("http://front.example").join();
        AggregatedHttpResponse stranger = preflight("http://evil.example").join();

        assertEquals(204, known.status().code());
        assertEquals("authorization", known.headers().get("access-control-allow-headers"));
        assertFalse(stranger.headers().contains("access-control-allow-origin"));
    }

    private static CompletableFuture<AggregatedHttpResponse> preflight(String origin) {
        return client().execute(RequestHeaders.of(
                        HttpMethod.OPTIONS,
                        "/v1/mrr/statement",
                        "origin",
                        origin,
                        "access-control-request-method",
                        "GET",
                        "access-control-request-headers",
                        "authorization"))
                .aggregate();
    }

    @Test
    void refusesUnroutedPathsInTheSameShape() throws Exception {
        for (String path : List.of(
                "/nothing", "//v1/accounts", "/v1//accounts", "/v1/accounts/../me", "/v1/accounts;x/1", "/q/health")) {
            String answer = raw("GET " + path + " HTTP/1.1\nHost: x\nConnection: close\n\n");

            assertTrue(answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"), path + ": " + answer);
            assertTrue(answer.contains("application/problem+json"), path + ": " + answer);
            assertTrue(answer.contains("urn:farol:problem:"), path + ": " + answer);
        }
    }

    @Test
    void servesItsOwnPages() {
        assertTrue(client().get("/openapi").aggregate().join().contentUtf8().startsWith("openapi: 3.1.0"));
        assertEquals(
                MediaType.JSON,
                client().execute(RequestHeaders.of(HttpMethod.GET, "/openapi", "accept", "application/json"))
                        .aggregate()
                        .join()
                        .contentType());
        assertTrue(client().get("/docs").aggregate().join().contentUtf8().contains("<title>Farol API</title>"));
        assertTrue(client().get("/client-config.json")
                .aggregate()
                .join()
                .contentUtf8()
                .contains("\"clientId\" : \"farol-web\""));
        assertEquals(
                404,
                client().get("/docs/nothing.js").aggregate().join().status().code());
        assertEquals(
                405, client().post("/openapi", "x").aggregate().join().status().code());
    }

    private static AggregatedHttpResponse grpc(String path) {
        return WebClient.builder("h2c://127.0.0.1:" + edge.port())
                .responseTimeout(java.time.Duration.ofSeconds(5))
                .build()
                .execute(
                        RequestHeaders.of(HttpMethod.POST, path, "content-type", "application/grpc", "te", "trailers"),
                        HttpData.wrap(new byte[] {0, 0, 0, 0, 0}))
                .aggregate()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
