package io.farol.runtime.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** This service's own client-credentials token, for calls that no user stands behind; kept until four fifths of its life are over. */
@ApplicationScoped
public class ServiceToken {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI endpoint;
    private final String form;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String token;
    private Instant renewAt = Instant.MIN;

    ServiceToken(
            @ConfigProperty(name = "farol.oidc.internal-url") String issuer,
            @ConfigProperty(name = "quarkus.application.name") String client,
            @ConfigProperty(name = "farol.oidc.client-secret") Optional<String> secret,
            ObjectMapper json,
            Clock clock) {
        this.endpoint = URI.create(issuer + "/protocol/openid-connect/token");
        this.form = "grant_type=client_credentials&client_id=" + encoded(client) + "&client_secret="
                + encoded(secret.orElse(""));
        this.json = json;
        this.clock = clock;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** A token that is good for some time yet; throws while there is none to be had. */
    public String get() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            String held = token;
            if (held == null || !clock.instant().isBefore(renewAt)) {
                held = fetch();
                token = held;
            }
            return held;
        } finally {
            lock.unlock();
        }
    }

    private String fetch() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the issuer refused this service's client status=" + response.statusCode());
        }
        JsonNode answer = json.readTree(response.body());
        renewAt = clock.instant().plusMillis(answer.path("expires_in").asLong(60) * 800);
        return answer.path("access_token").asText();
    }
}
