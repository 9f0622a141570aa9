package io.farol.bench;

import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * CPU of one {@code GET /v1/accounts/{id}}, process and database together, against {@link BareServer}: a Vert.x server that verifies the same token, sets the tenant in a transaction, reads the same row and
 * sends the same headers. Goal: ratio ≤ 2.5.
 */
public final class SingleReadBenchmark {
    private static final int ROUNDS = 7;
    private static final int REQUESTS = 8_000;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SingleReadBenchmark() {}

    /** @param args none */
    public static void main(String... args) throws Exception {
        // whatever fails, the token issuer's threads must not keep the process alive
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        int barePort = ServiceProcess.freePort();
        ServiceProcess service = ServiceProcess.migrated("accounts-service", "bench", Map.of());
        Process bareServer = bare(service.environment(), barePort).start();
        try {
            service.start();
            await("http://127.0.0.1:" + barePort + "/ready");
            String token = Issuer.token("bench", "ana", "csm");
            String account = createAccount(service, token);
            String ours = service.origin() + "/v1/accounts/" + account;
            String bare = "http://127.0.0.1:" + barePort + "/v1/accounts/" + account;
            expectSameId(ours, bare, token, account);
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                load(ours, token);
                load(bare, token);
            }
            double ratio = new Rounds("single account read", "µs CPU a request", ROUNDS)
                    .compare(cpu(service.pid(), ours, token), cpu(bareServer.pid(), bare, token));
            System.out.printf(Locale.ROOT, "goal: ratio <= 2.5: %s%n", ratio <= 2.5 ? "met" : "missed");
        } finally {
            service.close();
            bareServer.destroy();
        }
        System.exit(0);
    }

    private static Callable<Double> cpu(long pid, String url, String token) {
        return () -> {
            long before = CpuTime.ticksOf(pid) + CpuTime.ticksOfBackends();
            load(url, token);
            long after = CpuTime.ticksOf(pid) + CpuTime.ticksOfBackends();
            return (after - before) * CpuTime.MICROS_A_TICK / REQUESTS;
        };
    }

    private static void load(String url, String token) throws Exception {
        HttpRequest request = get(url, token);
        try (var workers = java.util.concurrent.Executors.newFixedThreadPool(4)) {
            List<java.util.concurrent.Future<?>> parts = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                parts.add(workers.submit(() -> {
                    for (int i = 0; i < REQUESTS / 4; i++) {
                        HttpResponse<Void> answer = HTTP.send(request, HttpResponse.BodyHandlers.discarding());
                        if (answer.statusCode() != 200) {
                            throw new IllegalStateException("answered " + answer.statusCode());
                        }
                    }
                    return null;
                }));
            }
            for (java.util.concurrent.Future<?> part : parts) {
                part.get();
            }
        }
    }

    private static String createAccount(ServiceProcess service, String token) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(service.origin() + "/v1/accounts"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("""
                                {"name":"Acme","externalId":"A-1","sector":"RETAIL","region":"SP","tags":["a"]}"""))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("cannot make the account: " + answer.body());
        }
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static void expectSameId(String ours, String bare, String token, String id) throws Exception {
        for (String url : List.of(ours, bare)) {
            HttpResponse<String> answer = HTTP.send(get(url, token), HttpResponse.BodyHandlers.ofString());
            if (!answer.body().contains(id)) {
                throw new IllegalStateException(url + " answered " + answer.body());
            }
        }
    }

    private static HttpRequest get(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private static ProcessBuilder bare(Map<String, String> environment, int port) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName(),
                        Integer.toString(port))
                .inheritIO();
        builder.environment().putAll(environment);
        return builder;
    }

    private static void await(String url) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                if (HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                // not up yet
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(url + " does not answer");
            }
            Thread.sleep(100);
        }
    }
}
