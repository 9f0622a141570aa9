package io.farol.bench;

import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * Rows per second of an import of 200,000 accounts through REST, from the first byte sent to SUCCEEDED, outbox rows included, against a bare COPY of the same rows into the same table by the
 * superuser. Goal: ratio at least 0.22. Memory: the greatest resident size of the service after a small and after a large file.
 */
public final class ImportBenchmark {
    private static final int ROUNDS = 5;
    private static final int ROWS = 200_000;
    private static final String HEADER =
            "externalId,name,sector,region,country,channel,sellerName,employees,annualRevenue,currency,customerSince\n";
    private static final String COPY =
            "copy account (tenant_id, id, external_id, name, sector, region, country, channel, seller_name, employees, annual_revenue_e4, currency, customer_since) from stdin (format csv)";
    private static final Pattern STATE = Pattern.compile("\"state\":\"([A-Z_]+)\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final AtomicInteger tenants = new AtomicInteger();
    private final int port;

    private ImportBenchmark(int port) {
        this.port = port;
    }

    /** @param args none */
    public static void main(String... args) throws Exception {
        // whatever fails, the token issuer's threads must not keep the process alive
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        try (ServiceProcess service = ServiceProcess.migrated("accounts-service", "bench", Map.of())
                .withHeap(192)
                .start()) {
            ImportBenchmark benchmark = new ImportBenchmark(service.port());
            benchmark.load(ROWS / 10, "PARTIAL");
            long small = peakMegabytes(service.pid());
            double partial = new Rounds("account import, PARTIAL", "rows/s", ROUNDS)
                    .compare(benchmark.ours("PARTIAL"), benchmark.copy());
            double atomic = new Rounds("account import, ATOMIC", "rows/s", ROUNDS)
                    .compare(benchmark.ours("ATOMIC"), benchmark.copy());
            long large = peakMegabytes(service.pid());
            System.out.printf(
                    Locale.ROOT,
                    "peak resident memory of the service: %d MB after a file of %d rows, %d MB after %d files of %d rows; goal: at most a quarter more: %s%n",
                    small,
                    ROWS / 10,
                    large,
                    2 * (ROUNDS + 1),
                    ROWS,
                    large <= 1.25 * small ? "met" : "missed");
            System.out.printf(
                    Locale.ROOT,
                    "goal: ratio >= 0.22: PARTIAL %s, ATOMIC %s%n",
                    partial >= 0.22 ? "met" : "missed",
                    atomic >= 0.22 ? "met" : "missed");
        }
        System.exit(0);
    }

    private Callable<Double> ours(String mode) {
        return () -> {
            long start = System.nanoTime();
            load(ROWS, mode);
            return ROWS * 1e9 / (System.nanoTime() - start);
        };
    }

    private void load(int rows, String mode) throws Exception {
        String token = Issuer.token("bench" + tenants.incrementAndGet(), "robot", "integration");
        HttpResponse<String> accepted = HTTP.send(
                request("/v1/accounts/imports?mode=" + mode, token)
                        .header("Content-Type", "text/csv")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new Lines(HEADER, rows, ImportBenchmark::row)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (accepted.statusCode() != 202) {
            throw new IllegalStateException("the import is refused: " + accepted.body());
        }
        String job = accepted.headers().firstValue("Location").orElseThrow();
        while (true) {
            String view = HTTP.send(request(job, token).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher state = STATE.matcher(view);
            if (state.find() && !state.group(1).equals("RUNNING")) {
                if (!view.contains("\"rowsAccepted\":" + rows + ",")) {
                    throw new IllegalStateException("not all rows went in: " + view);
                }
                return;
            }
            Thread.sleep(20);
        }
    }

    private Callable<Double> copy() {
        return () -> {
            String tenant = "copy" + tenants.incrementAndGet();
            try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl("bench"))) {
                long start = System.nanoTime();
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(COPY, new Lines("", ROWS, i -> tenant + "," + id(i) + "," + copied(i)));
                double rate = ROWS * 1e9 / (System.nanoTime() - start);
                settle(connection);
                return rate;
            }
        };
    }

    /** Neither way pays for what the other left to write. */
    private static void settle(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    private static String id(int i) {
        return "019a0000-0000-7000-8000-%012x".formatted(i);
    }

    private static String row(int i) {
        return "A-" + i + ",Account number " + i + ",RETAIL,SP,BR,PARTNER,Seller " + i % 40 + "," + i % 900 + ","
                + i % 7_000 + "000.50,BRL,2024-0" + (1 + i % 9) + "-15\n";
    }

    private static String copied(int i) {
        return "A-" + i + ",Account number " + i + ",RETAIL,SP,BR,PARTNER,Seller " + i % 40 + "," + i % 900 + ","
                + i % 7_000 + "0005000,BRL,2024-0" + (1 + i % 9) + "-15\n";
    }

    /** Text that is made while it is read. */
    private static final class Lines extends InputStream {
        private final int rows;
        private final IntFunction<String> line;
        private byte[] buffer;
        private int position;
        private int row;

        Lines(String header, int rows, IntFunction<String> line) {
            this.rows = rows;
            this.line = line;
            this.buffer = header.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            return position < buffer.length || refill() ? buffer[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == buffer.length && !refill()) {
                return -1;
            }
            int count = Math.min(length, buffer.length - position);
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
            return count;
        }

        private boolean refill() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 500 && row < rows; i++) {
                text.append(line.apply(row++));
            }
            buffer = text.toString().getBytes(StandardCharsets.UTF_8);
            position = 0;
            return buffer.length > 0;
        }
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token);
    }

    private static long peakMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
