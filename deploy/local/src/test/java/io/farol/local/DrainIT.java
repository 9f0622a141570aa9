package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.feed.v1.SubscribeRequest;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.pipeline.v1.PipelineFeedGrpc;
import io.farol.testkit.ApiCaller;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * SIGTERM, as an orchestrator sends it, to a service with all that may hold it up: an upload half way, an import in the middle, a browser's stream, a reader of its feed, a feed that it follows itself.
 * Everything ends in order, what others can go on with is put down, and the process is gone long before its drain of 30 s is over.
 */
class DrainIT {
    private static final String TENANT = "draining";
    private static final String TOKEN = Issuer.token(TENANT, "robot", "integration");
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int DEALS = 20_000;
    private static final String UPLOADED = "externalId,title,type,stage\nU-1,More seats,UPSELL,EXPAND_MAP\n";
    private static final String FOLLOWED = "from feed_subscription where holder is not null and source = 'accounts'";

    private static ServiceProcess accounts;
    private static ServiceProcess pipeline;

    @BeforeAll
    static void start() throws Exception {
        accounts = ServiceProcess.migrated("accounts-service", "draining_accounts", Map.of())
                .start();
        pipeline = ServiceProcess.migrated(
                        "pipeline-service",
                        "draining_pipeline",
                        Map.of("farol.accounts.grpc", accounts.address(), "farol.imports.chunk-rows", "100"))
                .start();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        accounts.close();
    }

    @Test
    void endsInOrderAndSoonWhenAskedToStop() throws Exception {
        await("accounts are followed", () -> count(FOLLOWED) == 1);
        try (Upload upload = new Upload();
                FeedReading feed = new FeedReading();
                Browsing browsing = new Browsing()) {
            feed.hear();
            browsing.hear();
            ApiCaller machine = pipeline.as(TOKEN);
            String job = machine.startImport("deals", "?mode=PARTIAL", () -> new ByteArrayInputStream(deals()));
            await("the import has begun", () -> read(job) > 0);

            pipeline.askToStop();
            long asked = System.nanoTime();

            await("it says that it is not ready", () -> pipeline.readiness() == 503);
            assertEquals("ended in order", feed.restOfIt());
            assertEquals("event:reopen", browsing.lastEvent());
            await("it sends callers away", DrainIT::isSendingAway);
            assertEquals("HTTP/1.1 202 Accepted", upload.finished());
            assertTrue(Set.of(0, 143).contains(pipeline.awaitEnd(SOON)));
            assertTrue(System.nanoTime() - asked < 2 * SOON.toNanos(), "it took as long as its whole drain");

            assertEquals(0, count(FOLLOWED), "the feed is free for another replica");
            assertEquals(0, count("from job_lease where holder is not null or held_until > now()"), "so are the jobs");
            assertEquals(2, count("from job where state = 'RUNNING' and rows_read < rows_total"));

            pipeline.start();

            assertEquals(DEALS, machine.ended(job).get("rowsAccepted").asInt());
            assertEquals(1, machine.ended(upload.job()).get("rowsAccepted").asInt());
            isNotHeldUpByWhoReadsItsFeed();
        }
    }

    private static void isNotHeldUpByWhoReadsItsFeed() throws Exception {
        await("accounts are followed again", () -> count(FOLLOWED) == 1);

        accounts.askToStop();

        assertTrue(Set.of(0, 143).contains(accounts.awaitEnd(SOON)));
        assertEquals(200, pipeline.readiness(), "a neighbour that is away makes nobody unready");
    }

    private static byte[] deals() {
        return IntStream.range(0, DEALS)
                .mapToObj(i -> "D-" + i + ",More seats,UPSELL,EXPAND_MAP\n")
                .collect(Collectors.joining("", "externalId,title,type,stage\n", ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long read(String job) {
        JsonNode state = pipeline.as(TOKEN).get(job);
        assertEquals("RUNNING", state.get("state").asText(), state.toString());
        return state.get("rowsRead").asLong();
    }

    /** Whether it ends connections with their answers: then it waits for the requests that run. */
    private static boolean isSendingAway() {
        try (Socket socket = new Socket("127.0.0.1", pipeline.port())) {
            send(socket, "GET /v1/deals HTTP/1.1\r\nHost: drain\r\n\r\n");
            return head(socket).toLowerCase(Locale.ROOT).contains("\nconnection: close");
        } catch (IOException e) {
            throw new UncheckedIOException("it is gone already", e);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Status line and headers of an answer. */
    private static String head(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static long count(String what) {
        try (Connection connection = DriverManager.getConnection(pipeline.superuserUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) " + what)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            Thread.sleep(20);
        }
    }

    /** A file whose second half comes late. */
    private static final class Upload implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", pipeline.port());
        private String answer = "";

        Upload() throws IOException {
            send(
                    socket,
                    "POST /v1/deals/imports HTTP/1.1\r\nHost: drain\r\nAuthorization: Bearer " + TOKEN
                            + "\r\nContent-Type: text/csv\r\nContent-Length: " + UPLOADED.length() + "\r\n\r\n"
                            + UPLOADED.substring(0, 20));
        }

        /** The first line of the answer. */
        String finished() throws IOException {
            send(socket, UPLOADED.substring(20));
            answer = head(socket);
            return answer.lines().findFirst().orElse("nothing");
        }

        String job() {
            return answer.replaceFirst("(?is).*\nlocation: *([^\n]*).*", "$1");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A partner who reads the feed. */
    private static final class FeedReading implements AutoCloseable {
        private final ManagedChannel channel = OkHttpChannelBuilder.forTarget(pipeline.address())
                .usePlaintext()
                .build();
        private final Iterator<SubscribeResponse> elements;

        FeedReading() {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + TOKEN);
            elements = PipelineFeedGrpc.newBlockingStub(
                            ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
                    .subscribe(SubscribeRequest.getDefaultInstance());
        }

        void hear() {
            assertTrue(elements.hasNext(), "the feed says nothing");
            elements.next();
        }

        String restOfIt() {
            try {
                elements.forEachRemaining(element -> {});
                return "ended in order";
            } catch (StatusRuntimeException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    /** A front end that is told what changes. */
    private static final class Browsing implements AutoCloseable {
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final BufferedReader lines;
        private final CompletableFuture<String> last;

        Browsing() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create(pipeline.origin() + "/v1/deals/changes"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Accept", "text/event-stream")
                    .build();
            InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            last = new CompletableFuture<>();
        }

        void hear() throws IOException {
            lines.readLine();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                last.complete(
                        lines.lines().filter(line -> line.startsWith("event:")).reduce("nothing", (_, next) -> next));
            } catch (UncheckedIOException e) {
                last.complete(e.toString());
            }
        }

        /** What the stream ended with. */
        String lastEvent() throws Exception {
            return last.get(60, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
