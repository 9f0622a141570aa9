package io.farol.runtime.download;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.runtime.tenant.TenantId;
import io.farol.runtime.tenant.TenantRegistry;
import io.farol.runtime.tenant.TenantTransaction;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class DownloadLinkTest {
    @Inject
    Jdbi jdbi;

    @Inject
    DataSource dataSource;

    @Inject
    TenantRegistry tenants;

    @Inject
    TenantTransaction transactions;

    @Inject
    Downloads downloads;

    private static Response ask(String tenant, String query) {
        return given().auth()
                .oauth2(Issuer.token(tenant, "vera", "viewer"))
                .urlEncodingEnabled(false)
                .post("/v1/things/download-links" + query);
    }

    private static String link(String tenant, String query) {
        return ask(tenant, query).then().statusCode(201).extract().path("url");
    }

    /** As a browser follows it. */
    private static Response follow(String url) {
        return given().urlEncodingEnabled(false)
                .accept("text/html,*/*;q=0.8")
                .header("Accept-Language", "en")
                .get(url);
    }

    /** With the path as it is written, which RestAssured would tidy. */
    private static int statusOf(String verb, String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI origin = URI.create(RestAssured.baseURI + ":" + RestAssured.port + url);
            return client.send(
                            HttpRequest.newBuilder(origin)
                                    .method(verb, BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static void make(String tenant, String name, String colour) {
        given().auth()
                .oauth2(Issuer.token(tenant, "ana", "csm"))
                .contentType("application/json")
                .body("{\"name\":\"%s\",\"colour\":\"%s\",\"renewsOn\":\"2026-12-31\"}".formatted(name, colour))
                .post("/v1/things")
                .then()
                .statusCode(201);
    }

    private static String refusal(Response response) {
        return response.statusCode() + response.asString().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    private static DownloadToken tokenOf(String url) {
        return DownloadToken.parse(url.substring(url.indexOf("download=") + "download=".length()))
                .orElseThrow();
    }

    private LinkedCallers at(Instant now) {
        return new LinkedCallers(dataSource, tenants, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void downloadsTheFilteredListOnceWithoutAToken() {
        make("links1", "Água & Sal", "RED");
        make("links1", "Other", "DARK_BLUE");
        make("links2", "Theirs", "RED");

        String url = link("links1", "?q=%C3%81gua%20%26&colour=RED&locale=pt-BR");
        Response file = follow(url);

        file.then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", "attachment; filename=\"things.csv\"");
        List<String> lines =
                new String(file.asByteArray(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(2, lines.size());
        assertEquals("\uFEFFid;name;colour;price;renewsOn;tags", lines.getFirst());
        assertEquals("Água & Sal;RED;;31/12/2026;", lines.get(1).substring(37));
        follow(url).then().statusCode(401).body("code", equalTo("NOT_SIGNED_IN"));
    }

    @Test
    void givesPathsOfTheSameOriginForAMinute() {
        Instant before = Instant.now();

        Response made = ask("links1", "");

        made.then().statusCode(201).header("Location", made.path("url").toString());
        assertTrue(made.path("url").toString().startsWith("/v1/things?download=links1."));
        Instant expiresAt = Instant.parse(made.path("expiresAt"));
        assertFalse(expiresAt.isBefore(before.plusSeconds(59)));
        assertFalse(expiresAt.isAfter(Instant.now().plusSeconds(60)));
    }

    @Test
    void endsWhenItsMinuteIsOver() {
        Response made = ask("links3", "?colour=RED");
        Instant expiresAt = Instant.parse(made.path("expiresAt"));
        DownloadToken token = tokenOf(made.path("url"));

        assertEquals(Optional.empty(), at(expiresAt).use(token, "/v1/things?colour=RED"));
        assertTrue(
                at(expiresAt.minusMillis(1)).use(token, "/v1/things?colour=RED").isPresent());
    }

    @Test
    void forgetsWhatHasExpired() {
        DownloadToken kept = tokenOf(link("links4", ""));
        DownloadToken expired = tokenOf(link("links4", ""));
        change("links4", expired, "expires_at = now() - interval '1 second'");

        downloads.forgetExpired();

        assertEquals(1, count(kept));
        assertEquals(0, count(expired));
    }

    @Test
    void readsNothingButWhatItWasMadeFor() throws Exception {
        make("links5", "Lamp", "RED");
        String url = link("links5", "?colour=RED");
        String token = url.substring(url.indexOf("download="));

        for (String other : List.of(
                "/v1/things?" + token,
                "/v1/things?colour=DARK_BLUE&" + token,
                "/v1/things?colour=RED&colour=DARK_BLUE&" + token,
                "/v1/things?colour=RED&locale=pt-BR&" + token,
                "/v1/things/batches?colour=RED&" + token,
                "/v1/things?colour=RED&" + token + "&" + token,
                "/v1/things?colour=RED&" + token.replace("links5", "links1"),
                "/v1/things?colour=RED&" + token + "x",
                "/v1/things?colour=RED&download=",
                "/v1/things?colour=RED&download=links5." + "a".repeat(43))) {
            follow(other).then().statusCode(401);
        }
        for (String trick : List.of(
                "/v1/things/?",
                "/v1/things//?",
                "/v1//things?",
                "//v1/things?",
                "/v1/things;x?",
                "/v1;x=1/things?",
                "/v1/./things?",
                "/v1/x/../things?",
                "/v1/x/%2e%2e/things?",
                "/v1/things/%2E%2E/things?",
                "/v1/things/calendar/..?",
                "/v1%2fthings?",
                "/v1/things%2f?",
                "/v1/%74hings?",
                "/v1/things/calendar?",
                "/v1/things%3fcolour=RED&",
                "/v1/things/calendar;/v1/things?")) {
            assertNotEquals(200, statusOf("GET", trick + "colour=RED&" + token), trick);
        }
        for (String verb : List.of("POST", "HEAD", "DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "get")) {
            assertEquals(401, statusOf(verb, url), verb);
        }
        given().urlEncodingEnabled(false)
                .post("/v1/things/download-links?colour=RED&" + token)
                .then()
                .statusCode(401);
        follow(url).then().statusCode(200);
    }

    @Test
    void answersWhateverIsWrongAlike() {
        String used = link("links6", "");
        follow(used).then().statusCode(200);
        String expired = link("links6", "");
        change("links6", tokenOf(expired), "expires_at = now() - interval '1 second'");
        String badToken =
                refusal(given().header("Authorization", "Bearer a.b.c").get("/v1/things"));

        assertTrue(badToken.startsWith("401"));
        assertEquals(badToken, refusal(follow(used)));
        assertEquals(badToken, refusal(follow(expired)));
        assertEquals(badToken, refusal(follow("/v1/things?download=nobody." + "a".repeat(43))));
        assertEquals(badToken, refusal(follow("/v1/things?download=x")));
        boolean isEntered = jdbi.withHandle(h -> h.createQuery("select exists (select from tenant where id = 'nobody')")
                .mapTo(Boolean.class)
                .one());
        assertFalse(isEntered);
    }

    @Test
    void givesTheRightsOfWhoAskedAndNoMore() {
        String url = link("links7", "");
        DownloadToken token = tokenOf(url);
        assertEquals(
                Set.of("viewer"),
                at(Instant.now()).use(token, "/v1/things?").orElseThrow().roles());
        String withoutRights = link("links7", "");
        change("links7", tokenOf(withoutRights), "roles = array['integration']");

        follow(withoutRights).then().statusCode(403);
        given().auth()
                .oauth2(Issuer.token("links7", "iva", "integration"))
                .post("/v1/things/download-links")
                .then()
                .statusCode(403);
        given().post("/v1/things/download-links").then().statusCode(401);
    }

    @Test
    void isNoParameterForWhoSendsATokenOfTheirOwn() {
        String url = link("links8", "");

        given().auth()
                .oauth2(Issuer.token("links1", "bia", "viewer"))
                .urlEncodingEnabled(false)
                .get(url)
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("download"));
        follow(url).then().statusCode(200);
    }

    @Test
    void refusesAWrongFilterWhenTheLinkIsAsked() {
        ask("links8", "?color=RED").then().statusCode(400).body("errors[0].parameter", equalTo("color"));
        ask("links8", "?colour=PINK").then().statusCode(400);
        ask("links8", "?locale=fr").then().statusCode(400).body("errors[0].parameter", equalTo("locale"));
    }

    @Test
    void keepsTheTokenOutOfTheLog() {
        List<String> lines = new ArrayList<>();
        Handler watching = new Handler() {
            @Override
            public void publish(@Nullable LogRecord line) {
                lines.add(String.valueOf(line == null ? null : line.getMessage() + List.of(parameters(line))));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(watching);
        String url = link("links9", "");
        try {
            follow(url).then().statusCode(200);
            follow(url).then().statusCode(401);
            Logger.getLogger("io.farol.test").warning("watched");
        } finally {
            Logger.getLogger("").removeHandler(watching);
        }

        assertTrue(lines.stream().anyMatch(line -> line.startsWith("watched")));
        assertTrue(lines.stream().noneMatch(line -> line.contains(tokenOf(url).secret())));
        assertNotEquals(-1, url.indexOf(tokenOf(url).secret()));
        assertFalse(tokenOf(url).toString().contains(tokenOf(url).secret()));
    }

    private static Object[] parameters(LogRecord line) {
        return line.getParameters() == null ? new Object[0] : line.getParameters();
    }

    private void change(String tenant, DownloadToken token, String change) {
        transactions.run(
                new TenantId(tenant),
                () -> jdbi.useHandle(
                        h -> h.createUpdate("update download_link set " + change + " where token_hash = :hash")
                                .bind("hash", token.hash())
                                .execute()));
    }

    private int count(DownloadToken token) {
        List<Integer> counted = new ArrayList<>();
        transactions.run(
                token.tenant(),
                () -> counted.add(jdbi.withHandle(
                        h -> h.createQuery("select count(*) from download_link where token_hash = :hash")
                                .bind("hash", token.hash())
                                .mapTo(Integer.class)
                                .one())));
        return counted.getFirst();
    }
}
