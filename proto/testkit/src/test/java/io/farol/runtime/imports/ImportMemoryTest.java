package io.farol.runtime.imports;

import static io.farol.runtime.imports.ImportCalls.as;
import static io.farol.runtime.imports.ImportCalls.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.runtime.security.Role;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file is streamed from the socket into the database: what lives on the heap does not depend on its length. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ImportMemoryTest {
    private static final int ROWS = 300_000;
    private static final String PADDING = "x".repeat(50);
    /** A third of the file. */
    private static final long MOST_GROWTH = 10_000_000;

    @TestHTTPResource("/v1/gadgets/imports")
    URI imports;

    private final LongSummaryStatistics live = new LongSummaryStatistics();

    @AfterEach
    void letMergesPass() {
        GadgetImport.beforeMerge = merges -> {};
    }

    @Test
    void holdsNoFileInMemory() throws Exception {
        GadgetImport.beforeMerge = merges -> measure();
        HttpRequest request = HttpRequest.newBuilder(URI.create(imports + "?mode=PARTIAL"))
                .header("Authorization", "Bearer " + Issuer.token("memory", "robot", Role.INTEGRATION))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(Rows::new))
                .build();

        HttpResponse<String> accepted;
        try (HttpClient client = HttpClient.newHttpClient()) {
            accepted = client.send(request, HttpResponse.BodyHandlers.ofString());
        }

        assertEquals(202, accepted.statusCode(), accepted.body());
        String location = accepted.headers().firstValue("Location").orElseThrow();
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() ->
                        as("memory").get(location).jsonPath().getString("state").equals("SUCCEEDED"));
        assertEquals(ROWS, count("gadget", "memory"));
        assertTrue(
                live.getMax() - live.getMin() < MOST_GROWTH,
                () -> "live heap between " + live.getMin() + " and " + live.getMax());
        System.out.printf(
                "live heap while importing %d rows: %d to %d MB%n",
                ROWS, live.getMin() / 1_000_000, live.getMax() / 1_000_000);
    }

    private void measure() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        live.accept(runtime.totalMemory() - runtime.freeMemory());
    }

    /** A file of 30 MB that is nowhere. */
    private final class Rows extends InputStream {
        private byte[] line = "externalId,name,quantity\n".getBytes(StandardCharsets.UTF_8);
        private int position;
        private int row;

        @Override
        public int read() {
            if (position == line.length) {
                if (row == ROWS) {
                    return -1;
                }
                if (row % 60_000 == 30_000) {
                    measure();
                }
                row++;
                line = ("memory-test-row-" + row + "," + PADDING + row + "," + row + "\n")
                        .getBytes(StandardCharsets.UTF_8);
                position = 0;
            }
            return line[position++];
        }
    }
}
