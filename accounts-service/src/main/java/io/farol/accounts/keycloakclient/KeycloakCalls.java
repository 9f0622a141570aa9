package io.farol.accounts.keycloakclient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.feed.ServiceToken;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** HTTP to Keycloak's admin API of the realm: bounded in time, never inside a transaction; whatever it cannot answer now is UNAVAILABLE. No body is ever logged. */
@ApplicationScoped
class KeycloakCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Map<String, Object> LATER = Map.of("retryAfterSeconds", 5);

    private final String admin;
    private final ServiceToken token;
    private final ObjectMapper json;
    private final TransactionSynchronizationRegistry transactions;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    KeycloakCalls(
            @ConfigProperty(name = "farol.oidc.internal-url") String realm,
            ServiceToken token,
            ObjectMapper json,
            TransactionSynchronizationRegistry transactions) {
        this.admin = realm.replaceFirst("/realms/([^/]+)/?$", "/admin/realms/$1");
        this.token = token;
        this.json = json;
        this.transactions = transactions;
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    JsonNode get(String path) {
        HttpResponse<String> response = answer("GET", path, HttpRequest.BodyPublishers.noBody());
        if (response.statusCode() != 200) {
            throw unexpected("GET", response);
        }
        return tree(response);
    }

    /** Id of what was made; empty when there is one like it. */
    Optional<UUID> create(String path, JsonNode body) {
        HttpResponse<String> response = answer("POST", path, HttpRequest.BodyPublishers.ofString(body.toString()));
        return switch (response.statusCode()) {
            case 201 -> Optional.of(id(response));
            case 409 -> Optional.empty();
            case 400 -> throw refusal(response);
            default -> throw unexpected("POST", response);
        };
    }

    void send(String verb, String path, JsonNode body) {
        HttpResponse<String> response = answer(verb, path, HttpRequest.BodyPublishers.ofString(body.toString()));
        if (response.statusCode() == 400) {
            throw refusal(response);
        }
        if (response.statusCode() != 204) {
            throw unexpected(verb, response);
        }
    }

    private HttpResponse<String> answer(String verb, String path, HttpRequest.BodyPublisher body) {
        if (transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("no remote call inside a transaction");
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(admin + path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + token.get())
                    .header("Content-Type", "application/json")
                    .method(verb, body)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            Log.warnf("Keycloak does not answer reason=%s", e.getMessage());
            throw away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    private UUID id(HttpResponse<String> made) {
        String location = made.headers().firstValue("Location").orElse("");
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    /** Of several faults the first; words of people's data are left where they are. */
    private UserRefused refusal(HttpResponse<String> response) {
        JsonNode answer = tree(response);
        JsonNode fault =
                answer.path("errors").isEmpty() ? answer : answer.path("errors").get(0);
        return new UserRefused(fault.path("field").asText(isOfPassword(answer) ? "password" : ""));
    }

    /** Faults of passwords come without a field. */
    private static boolean isOfPassword(JsonNode answer) {
        return (answer.path("error").asText() + answer.path("errorMessage").asText())
                .toLowerCase(java.util.Locale.ROOT)
                .contains("password");
    }

    private DomainException unexpected(String verb, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            Log.errorf(
                    "this service's client may not manage users in Keycloak: it needs manage-users, view-users and query-users of realm-management status=%d",
                    status);
        } else {
            Log.warnf("Keycloak cannot do its part now verb=%s status=%d", verb, status);
        }
        return away();
    }

    private static DomainException away() {
        return new DomainException(PlatformError.UNAVAILABLE, "Keycloak cannot be asked now", LATER);
    }

    private JsonNode tree(HttpResponse<String> response) {
        try {
            return json.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (JsonProcessingException e) {
            Log.warnf("Keycloak answered something else than JSON status=%d", response.statusCode());
            throw away();
        }
    }
}
