package io.farol.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The public API as one signed-in caller sees it; the token is renewed before it ends. */
public final class FarolApi {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One answer. */
    public record Answer(String call, int status, HttpHeaders headers, String body) {
        /** Fails with the answer's text when the status is another one. */
        public Answer expect(int... wanted) {
            if (Arrays.stream(wanted).noneMatch(one -> one == status)) {
                throw new IllegalStateException(call + " answered " + status + ": " + body);
            }
            return this;
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(call + " did not answer JSON: " + body, e);
            }
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private final String origin;
    private final String realmPath;
    private final Map<String, String> grant;
    private String token = "";
    private long renewAt;

    private FarolApi(String origin, String realmPath, Map<String, String> grant) {
        this.origin = origin;
        this.realmPath = realmPath;
        this.grant = grant;
    }

    public static FarolApi withPassword(String origin, String realmPath, String client, String user, String password) {
        Map<String, String> grant = new LinkedHashMap<>();
        grant.put("grant_type", "password");
        grant.put("client_id", client);
        grant.put("username", user);
        grant.put("password", password);
        return new FarolApi(origin, realmPath, grant);
    }

    public static FarolApi withSecret(String origin, String client, String secret) {
        return new FarolApi(
                origin,
                "/auth/realms/farol",
                Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    /** Loads a file of things and waits until the job has ended; fails unless every row was taken. */
    public JsonNode load(String things, String csv) {
        return load(things, "", csv);
    }

    /** @param query parameters of the import, with their question mark */
    public JsonNode load(String things, String query, String csv) {
        JsonNode job = post("/v1/" + things + "/imports" + query, csv, Map.of("Content-Type", "text/csv"))
                .expect(202)
                .json();
        String path = "/v1/" + things + "/imports/" + job.path("id").asText();
        while (job.path("state").asText().equals("RUNNING")) {
            pause();
            job = get(path).expect(200).json();
        }
        if (!job.path("state").asText().equals("SUCCEEDED")) {
            throw new IllegalStateException("the import of " + things + " ended as " + job + ": "
                    + get(path + "/errors?pageSize=5").body());
        }
        return job;
    }

    /** All items of a list, page by page. */
    public List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = get(path + "?pageSize=500" + (token.isEmpty() ? "" : "&pageToken=" + token))
                    .expect(200)
                    .json();
            page.path("items").forEach(items::add);
            token = page.path("nextPageToken").asText("");
        } while (!token.isEmpty());
        return items;
    }

    /** The first answer that is as wanted; fails after two minutes with the last one. */
    public JsonNode await(String path, Predicate<JsonNode> isWanted) {
        long deadline = System.nanoTime() + 120_000_000_000L;
        JsonNode answer = get(path).expect(200).json();
        while (!isWanted.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(path + " does not become what was expected: " + answer);
            }
            pause();
            answer = get(path).expect(200).json();
        }
        return answer;
    }

    /** @param position which the answers of a path are to have followed a feed to; empty = wherever that is now */
    public void awaitFollowed(String path, String position) {
        String source = position.isEmpty() ? "" : position.substring(0, position.indexOf('.'));
        await(path, answer -> answer.path("freshness")
                .valueStream()
                .filter(one -> one.path("position").asText().startsWith(source))
                .allMatch(one -> one.path("isCaughtUp").asBoolean()
                        && (position.isEmpty() || number(one.path("position").asText()) >= number(position))));
    }

    private static long number(String position) {
        return Long.parseLong(position.substring(position.lastIndexOf('.') + 1));
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A token good for the next half minute at least. */
    public synchronized String token() {
        if (System.nanoTime() > renewAt || token.isEmpty()) {
            String form = grant.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(origin + realmPath + "/protocol/openid-connect/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            JsonNode answer = send("POST token", request).expect(200).json();
            token = answer.get("access_token").asText();
            renewAt = System.nanoTime() + (answer.get("expires_in").asLong() - 30) * 1_000_000_000L;
        }
        return token;
    }

    public Answer get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), Map.of());
    }

    public Answer post(String path, String body, Map<String, String> headers) {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    public Answer get(String path, Map<String, String> headers) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    public Answer post(String path, JsonNode body) {
        return post(path, body.toString(), Map.of("Content-Type", "application/json"));
    }

    public Answer put(String path, String body) {
        return send("PUT", path, HttpRequest.BodyPublishers.ofString(body), Map.of("Content-Type", "application/json"));
    }

    public Answer patch(String path, String body, String etag) {
        return send(
                "PATCH",
                path,
                HttpRequest.BodyPublishers.ofString(body),
                Map.of("Content-Type", "application/merge-patch+json", "If-Match", etag));
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", "Bearer " + token())
                .method(method, body);
        headers.forEach(request::header);
        return send(method + " " + path, request.build());
    }

    /** Too many for now, or away for now; what was sent may have arrived then, so only what may arrive twice is sent again. */
    private static boolean isWorthAnotherTry(HttpRequest request, HttpResponse<String> response) {
        boolean mayArriveTwice = request.method().equals("GET")
                || request.headers().firstValue("Idempotency-Key").isPresent();
        return response.statusCode() == 429
                || response.statusCode() == 503
                        && mayArriveTwice
                        && response.headers().firstValue("Retry-After").isPresent();
    }

    private static Answer send(String call, HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            for (int i = 0; i < 30 && isWorthAnotherTry(request, response); i++) {
                Thread.sleep(1000
                        * response.headers().firstValueAsLong("Retry-After").orElse(1));
                response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            }
            return new Answer(call, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(call + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(call + " was interrupted", e);
        }
    }
}
