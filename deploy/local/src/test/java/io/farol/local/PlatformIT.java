package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.local.demo.Demo;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole platform as processes: the first start is killed hard, the second one must find nothing in its way and is then asked through its front door. */
class PlatformIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("farol.root"));
    private static Path folder;
    private static int port;
    private static int orphans;
    private static Platform platform;

    @BeforeAll
    static void killAndStartAgain() throws Exception {
        folder = Files.createTempDirectory("farol-it");
        port = Wait.freePort();
        Path data = folder.resolve("data");
        killAFirstStart(data);

        DataDirectory again = DataDirectory.open(data);
        Processes processes = new Processes(again);
        orphans = processes.endOrphans();
        platform = new Platform(ROOT, again, processes, new Progress(), port, false);
        platform.start(port);
    }

    private static void killAFirstStart(Path data) throws Exception {
        Path log = folder.resolve("first.log");
        List<String> command = new ArrayList<>(Java.command("-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(Launcher.class.getName(), ROOT.toString(), "--port", "" + port, "--data", data.toString()));
        Process first = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + 300_000_000_000L;
        while (!Files.readString(log).contains("Ctrl-C stops everything")) {
            assertTrue(first.isAlive() && System.nanoTime() < deadline, () -> Wait.end(log));
            Thread.sleep(500);
        }
        first.destroyForcibly().waitFor();
    }

    @AfterAll
    static void stop() {
        platform.close();
        DataDirectory.delete(folder);
    }

    @Test
    void endsWhatAKilledLauncherLeftBehind() {
        assertTrue(orphans >= 5, "Keycloak and four services: " + orphans);
    }

    @Test
    void passesItsOwnCheck() {
        assertTrue(new Check(platform, new Progress()).run());
    }

    @Test
    void tellsTheStoryOfANewCustomer() {
        new Story(platform.port(), platform::as).tell();
    }

    @Test
    void tellsTheStoryOfANewTenant() throws Exception {
        new StoryTenant(platform, folder.resolve("data")).tell();
    }

    /** What is told again, because a load was cut short, changes no figure and makes nothing twice. */
    @Test
    void loadsADemoWithDealsAndOnboardingsInEveryPlace() {
        LocalDate today = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
        FarolApi csm = platform.as("csm@aurora");
        Demo demo = new Demo(platform.as("integration@aurora"), platform.as("leader@aurora"), csm);
        demo.steps("aurora", today).forEach(step -> step.load().get());
        List<String> loaded = loaded(csm);

        demo.steps("aurora", today).forEach(step -> step.load().get());

        assertEquals(loaded, loaded(csm));
        assertFalse(loaded.toString().contains("=0"), loaded.toString());
    }

    private static List<String> loaded(FarolApi csm) {
        String statement = "/v1/mrr/statement?from=" + YearMonth.now().minusMonths(28) + "&to=" + YearMonth.now();
        csm.awaitFollowed(statement, lastPosition(csm));
        csm.await(
                "/v1/onboardings?pageSize=500",
                all -> all.path("items").findValuesAsText("kind").contains("PRODUCT"));
        List<String> loaded = new ArrayList<>();
        csm.get(statement)
                .expect(200)
                .json()
                .path("months")
                .forEach(month -> loaded.add(month.path("month").asText() + " "
                        + month.path("expansion").asText() + " "
                        + month.path("readjustment").asText() + " "
                        + month.path("closing").asText()));
        for (String board : List.of("/v1/funnel", "/v1/onboardings/board?by=PHASE")) {
            csm.get(board)
                    .expect(200)
                    .json()
                    .path("columns")
                    .forEach(column -> loaded.add(column.path("key").asText() + "="
                            + column.path("count").asInt()));
        }
        return loaded;
    }

    /** Of a write that comes after all others; a busy machine leaves it out of an answer. */
    private static String lastPosition(FarolApi csm) {
        String position = "";
        while (position.isEmpty()) {
            position = csm.put("/v1/accounts/by-external-id/LAST", "{\"name\":\"Last " + System.nanoTime() + "\"}")
                    .expect(200, 201)
                    .header("Farol-Position");
        }
        return position;
    }

    @Test
    void refusesASecondLauncherOnTheSameFolder() {
        assertThrows(IllegalStateException.class, () -> DataDirectory.open(folder.resolve("data")));
    }

    @Test
    void keepsPasswordsForTheOwnerOnly() throws IOException {
        for (Path file : List.of(
                folder.resolve("data/secrets.json"),
                ROOT.resolve("deploy/.run/" + port + ".json"),
                folder.resolve("data/keycloak/home/data/import/farol-realm.json"))) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file.toString());
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))));
    }

    @Test
    void listensOnThisMachineOnly() throws Exception {
        JsonNode run =
                JSON.readTree(ROOT.resolve("deploy/.run/" + port + ".json").toFile());
        List<Integer> ports =
                new ArrayList<>(List.of(port, run.path("database").path("port").asInt()));
        run.path("services")
                .forEach(door -> ports.addAll(List.of(
                        door.path("port").asInt(), door.path("managementPort").asInt())));
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        for (InetAddress address : addresses) {
            for (int one : ports) {
                assertThrows(ConnectException.class, () -> new Socket(address, one).close(), address + ":" + one);
            }
        }
    }

    @Test
    void givesTokensThatSayWhoseTheyAre() throws Exception {
        for (String tenant : Realm.TENANTS) {
            JsonNode user = claims("leader@" + tenant);
            JsonNode client = claims("integration@" + tenant);

            assertEquals(tenant, user.path("tenant").asText());
            assertTrue(user.at("/realm_access/roles").toString().contains("\"cs-leader\""));
            assertEquals(tenant, client.path("tenant").asText());
            assertEquals("integration@" + tenant, client.path("azp").asText());
            assertTrue(client.at("/realm_access/roles").toString().contains("\"integration\""));
        }
        JsonNode operator = claims(Realm.OPERATOR);
        JsonNode service = claims("metrics-service");

        assertFalse(operator.has("tenant"));
        assertTrue(operator.at("/realm_access/roles").toString().contains("\"platform-operator\""));
        assertFalse(service.has("tenant"));
        assertEquals("metrics-service", service.path("azp").asText());
        for (JsonNode token : List.of(operator, service, claims("viewer@duna"))) {
            assertEquals(
                    platform.origin() + "/auth/realms/farol", token.path("iss").asText());
            assertTrue(token.path("aud").toString().contains("farol-api"));
            assertEquals("Bearer", token.path("typ").asText());
        }
    }

    @Test
    void signsInWithPkceAndOnlySo() throws Exception {
        String verifier = "a-verifier-of-at-least-forty-three-characters-0123456789";
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        String callback = platform.origin() + "/docs/oauth2-redirect.html";

        String code = signIn(callback, "&code_challenge_method=S256&code_challenge=" + challenge);

        assertEquals(
                400,
                redeem(code, callback, "another-verifier-of-at-least-forty-three-characters")
                        .statusCode());
        String second = signIn(callback, "&code_challenge_method=S256&code_challenge=" + challenge);
        JsonNode tokens = JSON.readTree(redeem(second, callback, verifier).body());
        assertEquals(300, tokens.path("expires_in").asInt());
        assertTrue(tokens.path("refresh_token").asText().length() > 20);
        assertTrue(authorize(callback, "").body().isEmpty(), "sent back with an error: no challenge");
        assertTrue(authorize(callback, "&code_challenge_method=plain&code_challenge=" + verifier)
                .body()
                .isEmpty());
        assertEquals(
                400,
                authorize("http://127.0.0.1:1/", "&code_challenge_method=S256&code_challenge=" + challenge)
                        .statusCode());
        assertEquals(
                400,
                authorize(callback + "/../x", "&code_challenge_method=S256&code_challenge=" + challenge)
                        .statusCode());
    }

    private static JsonNode claims(String caller) throws IOException {
        String token = platform.as(caller).token();
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static HttpResponse<String> authorize(String callback, String more) throws Exception {
        String query = "client_id=farol-web&response_type=code&scope=openid&redirect_uri=" + encoded(callback) + more;
        return client().send(request("/auth?" + query).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Fills in the login form as a browser would. */
    private static String signIn(String callback, String more) throws Exception {
        HttpResponse<String> form = authorize(callback, more);
        Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(form.body());
        assertTrue(action.find(), form.body());
        String cookies = form.headers().allValues("set-cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
        HttpRequest login = HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookies)
                .POST(HttpRequest.BodyPublishers.ofString("username=" + encoded("admin@aurora") + "&password="
                        + encoded(platform.realm().users().get("admin@aurora"))))
                .build();
        String location = client().send(login, HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("location")
                .orElseThrow();
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(location);
        assertTrue(location.startsWith(callback) && code.find(), location);
        return code.group(1);
    }

    private static HttpResponse<String> redeem(String code, String callback, String verifier) throws Exception {
        String form = Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "farol-web",
                        "code", code,
                        "redirect_uri", callback,
                        "code_verifier", verifier)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return client().send(
                        request("/token")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create(platform.origin() + "/auth/realms/farol/protocol/openid-connect" + path));
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
