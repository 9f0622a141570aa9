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
    private static final int SMALL = 30_000;
    private static final int LARGE = 300_000;
    private static final String PADDING = "x".repeat(50);
    /** The large file has 25 MB more than the small one. */
    private static final long MOST_GROWTH = 10_000_000;

    @TestHTTPResource("/v1/gadgets/imports")
    URI imports;

    private LongSummaryStatistics live = new LongSummaryStatistics();

    @AfterEach
    void letMergesPass() {
        GadgetImport.beforeMerge = merges -> {};
    }

    @Test
    void needsNoMoreMemoryForALargeFileThanForASmallOne() throws Exception {
        GadgetImport.beforeMerge = merges -> measure();
        load("memorysmall", SMALL);
        long small = live.getMax();
        live = new LongSummaryStatistics();

        load("memorylarge", LARGE);

        long large = live.getMax();
        System.out.printf(
                "live heap at most %d MB while importing %d rows, %d MB for %d rows%n",
                small / 1_000_000, SMALL, large / 1_000_000, LARGE);
        assertTrue(large - small < MOST_GROWTH, () -> "live heap grew from " + small + " to " + large);
    }

    private void load(String tenant, int rows) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(imports + "?mode=PARTIAL"))
                .header("Authorization", "Bearer " + Issuer.token(tenant, "robot", Role.INTEGRATION))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Rows(rows)))
                .build();
        HttpResponse<String> accepted;
        try (HttpClient client = HttpClient.newHttpClient()) {
            accepted = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        assertEquals(202, accepted.statusCode(), accepted.body());
        String location = accepted.headers().firstValue("Location").orElseThrow();
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() ->
                        as(tenant).get(location).jsonPath().getString("state").equals("SUCCEEDED"));
        assertEquals(rows, count("gadget", tenant));
    }

    private synchronized void measure() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        live.accept(runtime.totalMemory() - runtime.freeMemory());
    }

    /** A file that is nowhere: its lines are made while they are sent. */
    private final class Rows extends InputStream {
        private final int rows;
        private byte[] line = "externalId,name,quantity\n".getBytes(StandardCharsets.UTF_8);
        private int position;
        private int row;

        Rows(int rows) {
            this.rows = rows;
        }

        @Override
        public int read() {
            if (position == line.length) {
                if (row == rows) {
                    return -1;
                }
                if (row % (rows / 5) == rows / 10) {
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
