package io.farol.runtime.trace;

import static io.farol.runtime.feed.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.opentelemetry.api.common.AttributeKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@TestProfile(QuerySecretsTest.Traced.class)
class QuerySecretsTest {
    @Inject
    EndedSpans ended;

    /** As with an endpoint, at which nobody listens. */
    public static final class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "farol.otel.endpoint", "http://127.0.0.1:9");
        }
    }

    @Test
    void keepsTheTokensOfLinksOutOfTraces() throws Exception {
        String url = given().auth()
                .oauth2(Issuer.token("traced", "vera", "viewer"))
                .post("/v1/things/download-links?colour=RED")
                .path("url");
        String secret = url.substring(url.lastIndexOf('.') + 1);

        for (String sent : List.of(url, url.replace("download=", "%64ownload="), url)) {
            given().urlEncodingEnabled(false)
                    .header("traceparent", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01")
                    .get(sent);
        }
        given().urlEncodingEnabled(false).get("/v1/things?" + url.substring(url.indexOf("download=")));

        eventually(
                List.of(
                        "colour=RED",
                        "colour=RED&download=REDACTED",
                        "colour=RED&download=REDACTED",
                        "colour=RED&download=REDACTED",
                        "download=REDACTED"),
                this::queries);
        assertFalse(ended.spans().toString().contains(secret));
    }

    /** A span ends after its answer has been sent. */
    private List<String> queries() {
        return ended.spans().stream()
                .map(span -> span.getAttributes().get(AttributeKey.stringKey("url.query")))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }
}
