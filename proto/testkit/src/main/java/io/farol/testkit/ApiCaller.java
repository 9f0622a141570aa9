package io.farol.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API of a running service as the bearer of one token sees it; an answer that was not expected ends the test with its text. */
public final class ApiCaller {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String origin;
    private final String token;

    ApiCaller(String origin, String token) {
        this.origin = origin;
        this.token = token;
    }

    /** The body of a 200. */
    public JsonNode get(String path) {
        return json(get(path, 200));
    }

    /** The answer of a GET, which has to have that status. */
    public HttpResponse<String> get(String path, int status) {
        return expected(status, send(request(path).GET().build()));
    }

    /** The answer of a POST of JSON, which has to have that status. */
    public HttpResponse<String> post(String path, String body, int status) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return expected(status, send(request));
    }

    /** The answer of a POST of JSON to a thing in a known version, which has to have that status. */
    public HttpResponse<String> post(String path, String etag, String body, int status) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", etag)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return expected(status, send(request));
    }

    /** The answer of a POST of JSON, whatever it is. @param version for If-Match; null = none */
    public HttpResponse<String> tryPost(String path, @Nullable String version, String body) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (version != null) {
            request.header("If-Match", version);
        }
        return send(request.build());
    }

    /** Sends a file to an import; the path of the job, which has begun. */
    public String startImport(String things, String query, Supplier<InputStream> csv) {
        HttpRequest request = request("/v1/" + things + "/imports" + query)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(csv))
                .build();
        return expected(202, send(request)).headers().firstValue("Location").orElseThrow();
    }

    /** The job when it is over. */
    public JsonNode ended(String jobPath) {
        JsonNode job = get(jobPath);
        while (job.get("state").asText().equals("RUNNING")) {
            pause();
            job = get(jobPath);
        }
        return job;
    }

    /** Returns when the answers of a path have followed a feed to a position of it. */
    public void awaitFollowed(String path, String position) {
        String feed = position.substring(0, position.indexOf('.'));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode freshness;
        do {
            freshness = get(path).get("freshness");
            for (JsonNode source : freshness) {
                String reached = source.path("position").asText("");
                if (reached.startsWith(feed) && number(reached) >= number(position)) {
                    return;
                }
            }
            pause();
        } while (System.nanoTime() < deadline);
        throw new AssertionError(path + " has not followed the feed to " + position + ": " + freshness);
    }

    private static long number(String position) {
        return Long.parseLong(position.substring(position.lastIndexOf('.') + 1));
    }

    /** The body as JSON. */
    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : origin + path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> expected(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.request().method() + " " + answer.uri() + " answered " + answer.statusCode()
                    + ": " + answer.body());
        }
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
