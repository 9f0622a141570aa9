package io.farol.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Stands in for an OpenTelemetry collector at the network edge: takes spans over OTLP/HTTP, and keeps them. */
public final class SpanCollector implements AutoCloseable {
    private final List<CollectedSpan> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public SpanCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /**
     * A span as it was sent.
     *
     * @param service that sent it
     * @param parentId empty for the first of a trace
     * @param kind as OTLP numbers it: 1 internal, 2 server, 3 client, 5 consumer
     * @param linkedTraces traces that it is linked to
     */
    public record CollectedSpan(
            String service,
            String traceId,
            String spanId,
            String parentId,
            String name,
            long kind,
            List<String> linkedTraces) {}

    /** For {@code farol.otel.endpoint}. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All that came so far. */
    public List<CollectedSpan> spans() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            spans.addAll(read(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** Field numbers of {@code opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest}, whose classes no library here has. */
    static List<CollectedSpan> read(byte[] request) throws IOException {
        return messages(UnknownFieldSet.parseFrom(request), 1)
                .flatMap(resourceSpans -> {
                    String service = messages(resourceSpans, 1)
                            .flatMap(resource -> messages(resource, 1))
                            .filter(attribute -> text(attribute, 1).equals("service.name"))
                            .flatMap(attribute -> messages(attribute, 2))
                            .map(value -> text(value, 1))
                            .findFirst()
                            .orElse("");
                    return messages(resourceSpans, 2)
                            .flatMap(scopeSpans -> messages(scopeSpans, 2))
                            .map(span -> span(service, span));
                })
                .toList();
    }

    private static CollectedSpan span(String service, UnknownFieldSet span) {
        List<Long> kinds = span.getField(6).getVarintList();
        return new CollectedSpan(
                service,
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 5),
                kinds.isEmpty() ? 0 : kinds.getFirst(),
                messages(span, 13).map(link -> hex(link, 1)).toList());
    }

    private static Stream<UnknownFieldSet> messages(UnknownFieldSet message, int number) {
        return message.getField(number).getLengthDelimitedList().stream().map(bytes -> {
            try {
                return UnknownFieldSet.parseFrom(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String text(UnknownFieldSet message, int number) {
        return bytes(message, number).toStringUtf8();
    }

    private static String hex(UnknownFieldSet message, int number) {
        return HexFormat.of().formatHex(bytes(message, number).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet message, int number) {
        List<ByteString> found = message.getField(number).getLengthDelimitedList();
        return found.isEmpty() ? ByteString.EMPTY : found.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
