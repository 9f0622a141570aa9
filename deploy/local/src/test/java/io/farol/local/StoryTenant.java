package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tenant is made by an operator, its administrator signs in with the temporary password and chooses his own, the tenant is suspended in all services and resumed. With the real Keycloak, through the edge. */
final class StoryTenant {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TENANTS = "/v1/admin/accounts/tenants";
    private static final String KEY = "eridano";
    private static final String ADMIN = "elisa@eridano";
    private static final String TEMPORARY = "Temporary-4711";
    private static final String OWN = "Chosen-by-Elisa-4711";

    /** One of each service. */
    private static final List<String> DOORS = List.of("/v1/accounts", "/v1/metrics", "/v1/deals", "/v1/onboardings");

    private final Platform platform;
    private final FarolApi operator;
    private final Path logs;

    StoryTenant(Platform platform, Path logs) {
        this.platform = platform;
        this.operator = platform.as(Realm.OPERATOR);
        this.logs = logs;
    }

    void tell() throws Exception {
        JsonNode made = operator.post(TENANTS, request()).expect(201).json();
        assertTrue(made.path("hasAdministrator").asBoolean(), made.toString());
        assertEquals(made, operator.post(TENANTS, request()).expect(201).json(), "the same request again");

        assertThrows(IllegalStateException.class, () -> signedIn(TEMPORARY).token(), "not before a password is chosen");
        choosesAPassword();
        FarolApi admin = signedIn(OWN);
        assertEquals(made, operator.post(TENANTS, request()).expect(201).json(), "and leaves the chosen password");
        admin = signedIn(OWN);

        JsonNode me = admin.get("/v1/me").expect(200).json();
        assertEquals(KEY, me.at("/tenant/key").asText());
        assertEquals("Europe/Lisbon", me.at("/tenant/timeZone").asText());
        assertEquals("[\"cs-admin\"]", me.path("roles").toString());
        isLetIn(admin);

        String etag = changesTo(
                "SUSPENDED", operator.get(TENANTS + "/" + KEY).expect(200).header("ETag"));
        isRefused(admin);
        changesTo("ACTIVE", etag);
        isLetIn(admin);

        refusesOthersNames();
        keepsTheTemporaryPasswordOutOfTheLogs();
    }

    private static ObjectNode request() {
        ObjectNode request = JSON.createObjectNode().put("key", KEY).put("name", "Eridano S.A.");
        request.putObject("settings").put("timeZone", "Europe/Lisbon").put("reportingCurrency", "EUR");
        request.putObject("administrator")
                .put("userName", ADMIN)
                .put("email", ADMIN + ".example")
                .put("firstName", "Elisa")
                .put("lastName", "Ramos")
                .put("temporaryPassword", TEMPORARY);
        return request;
    }

    private String changesTo(String state, String etag) {
        return operator.post(
                        TENANTS + "/" + KEY + "/state-changes",
                        "{\"state\":\"" + state + "\",\"reason\":\"a test\"}",
                        Map.of("Content-Type", "application/json", "If-Match", etag))
                .expect(201)
                .header("ETag");
    }

    private void isLetIn(FarolApi admin) {
        Map<String, String> wanted = new TreeMap<>();
        DOORS.forEach(door -> wanted.put(door, "200 "));
        assertEquals(wanted, eventually(admin, wanted));
        assertFalse(FeedReader.accounts(platform.port(), admin.token()).isEmpty());
    }

    private void isRefused(FarolApi admin) {
        Map<String, String> wanted = new TreeMap<>();
        DOORS.forEach(door -> wanted.put(door, "403 TENANT_SUSPENDED"));
        assertEquals(wanted, eventually(admin, wanted));
        for (Runnable feed : List.<Runnable>of(
                () -> FeedReader.accounts(platform.port(), admin.token()),
                () -> FeedReader.pipeline(platform.port(), admin.token()),
                () -> FeedReader.onboarding(platform.port(), admin.token()))) {
            StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, feed::run);
            assertEquals(Status.Code.PERMISSION_DENIED, refusal.getStatus().getCode());
        }
        assertEquals(200, platform.as("viewer@duna").get("/v1/accounts").status(), "the others are not concerned");
    }

    /** What each service answers, within half a minute: seconds for the feed and for each registry's look. */
    private static Map<String, String> eventually(FarolApi admin, Map<String, String> wanted) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Map<String, String> answers = answers(admin);
        while (!answers.equals(wanted) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(200_000_000L);
            answers = answers(admin);
        }
        return answers;
    }

    private static Map<String, String> answers(FarolApi admin) {
        Map<String, String> answers = new TreeMap<>();
        for (String door : DOORS) {
            FarolApi.Answer answer = admin.get(door);
            answers.put(door, answer.status() + " " + answer.json().path("code").asText(""));
        }
        return answers;
    }

    /** A user of another tenant, and the address of one. */
    private void refusesOthersNames() {
        ObjectNode other = request().put("key", "fenix");
        ((ObjectNode) other.path("administrator")).put("userName", "admin@aurora");
        assertEquals(
                "ADMINISTRATOR_TAKEN",
                operator.post(TENANTS, other).expect(409).json().path("code").asText());
        ((ObjectNode) other.path("administrator")).put("userName", "new@fenix").put("email", "admin@aurora.example");
        assertEquals(
                "ADMINISTRATOR_TAKEN",
                operator.post(TENANTS, other).expect(409).json().path("code").asText());
        ((ObjectNode) other.path("administrator"))
                .put("email", "new@fenix.example")
                .put("lastName", "<b>");
        JsonNode refused = operator.post(TENANTS, other).expect(400).json();
        assertEquals("ADMINISTRATOR_REFUSED", refused.path("code").asText());
        assertEquals("/administrator/lastName", refused.at("/errors/0/pointer").asText());
        ((ObjectNode) other.path("administrator")).put("lastName", "Novaes");
        operator.post(TENANTS, other).expect(201);
        ObjectNode known = request().put("key", "cometa");
        ((ObjectNode) known.path("administrator")).put("userName", "new@cometa").put("email", "new@cometa.example");
        assertEquals(
                "TENANT_EXISTS",
                operator.post(TENANTS, known).expect(409).json().path("code").asText(),
                "Keycloak has users of it");
    }

    private void keepsTheTemporaryPasswordOutOfTheLogs() throws IOException {
        try (Stream<Path> files = Files.walk(logs)) {
            List<Path> read =
                    files.filter(file -> file.toString().endsWith(".log")).toList();
            assertFalse(read.isEmpty());
            for (Path log : read) {
                assertFalse(Files.readString(log).contains(TEMPORARY), log.toString());
            }
        }
    }

    private FarolApi signedIn(String password) {
        return FarolApi.withPassword(platform.origin(), "/auth/realms/farol", Realm.CLI, ADMIN, password);
    }

    /** In a browser: the login form, then Keycloak's demand to choose a password. */
    private void choosesAPassword() throws Exception {
        Map<String, String> cookies = new TreeMap<>();
        String query = "client_id=farol-web&response_type=code&scope=openid&code_challenge_method=S256"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri="
                + encoded(platform.origin() + "/docs/oauth2-redirect.html");
        HttpResponse<String> login =
                get(platform.origin() + "/auth/realms/farol/protocol/openid-connect/auth?" + query, cookies);
        HttpResponse<String> demand = post(login, Map.of("username", ADMIN, "password", TEMPORARY), cookies);
        HttpResponse<String> form = demand.statusCode() == 302
                ? get(demand.headers().firstValue("location").orElseThrow(), cookies)
                : demand;
        HttpResponse<String> done = post(form, Map.of("password-new", OWN, "password-confirm", OWN), cookies);
        assertEquals(302, done.statusCode(), done.body());
    }

    private static HttpResponse<String> get(String address, Map<String, String> cookies) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address)).GET(), cookies);
    }

    /** Fills in the form of a page. */
    private static HttpResponse<String> post(
            HttpResponse<String> page, Map<String, String> fields, Map<String, String> cookies) throws Exception {
        Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(page.body());
        assertTrue(action.find(), page.statusCode() + " " + page.body());
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(
                HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                cookies);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> cookies)
            throws Exception {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (String set : new ArrayList<>(response.headers().allValues("set-cookie"))) {
                String[] pair = set.substring(0, set.indexOf(';')).split("=", 2);
                cookies.put(pair[0], pair[1]);
            }
            return response;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
