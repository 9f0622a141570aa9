package io.farol.runtime.feed;

import static io.farol.runtime.feed.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.feed.v1.Event;
import io.farol.feed.v1.SubscribeResponse;
import io.farol.runtime.outbox.FeedDatabase;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@QuarkusTestResource(FeedLoop.class)
class FeedServerTest {
    private static final String PARTNER = Issuer.token("aurora", "erp", "integration");
    private static final String SERVICE = Issuer.serviceToken("metrics-service");
    private static final String CSM = Issuer.token("aurora", "ana", "csm");

    private final FeedDatabase database = FeedDatabase.ofService();

    @Test
    void goesOnWhereTheReaderLeft() throws Exception {
        FeedReader reader = new FeedReader(PARTNER);
        UUID account = UUID.randomUUID();
        database.commit("aurora", "ACCOUNT", account, 1);
        eventually(true, () -> has(reader.read("").events(), account, 1));
        String stored = reader.read("").cursor();

        database.commit("aurora", "ACCOUNT", account, 2);
        eventually(true, () -> has(reader.read(stored).events(), account, 2));

        List<Event> rest = reader.read(stored).events();
        assertEquals(1, rest.size());
        assertEquals(2, rest.getFirst().getPayload().getFieldsOrThrow("version").getNumberValue());
        assertTrue(rest.getFirst().getIsTransactionEnd());
        assertTrue(reader.read(rest.getFirst().getCursor()).events().isEmpty());
    }

    @Test
    void sendsLiveWhatIsWrittenWhileTheStreamIsOpen() throws Exception {
        FeedReader reader = new FeedReader(PARTNER);
        UUID account = UUID.randomUUID();
        Iterator<SubscribeResponse> stream = reader.open(reader.read("").cursor(), "ACCOUNT");
        assertTrue(stream.next().getHeartbeat().getIsCaughtUp());

        database.commit("boreal", "ACCOUNT", UUID.randomUUID(), 1);
        database.commit("aurora", "ACCOUNT", account, 1);

        SubscribeResponse element = stream.next();
        while (element.hasHeartbeat()) {
            element = stream.next();
        }
        assertEquals(account.toString(), element.getEvent().getAggregateId());
        while (stream.hasNext()) {
            // the stream's short life ends it in an orderly way
            assertTrue(stream.next().hasHeartbeat());
        }
    }

    @Test
    void showsAPartnerItsOwnTenantAndAServiceAll() throws Exception {
        UUID ours = UUID.randomUUID();
        UUID theirs = UUID.randomUUID();
        database.commit("aurora", "ACCOUNT", ours, 1);
        database.commit("boreal", "ACCOUNT", theirs, 1);

        eventually(true, () -> has(new FeedReader(SERVICE).read("").events(), theirs, 1));
        assertTrue(has(new FeedReader(SERVICE).read("").events(), ours, 1));
        assertTrue(has(new FeedReader(PARTNER).read("").events(), ours, 1));
        assertFalse(has(new FeedReader(PARTNER).read("").events(), theirs, 1));
        assertTrue(new FeedReader(Issuer.token("aurora", "vera", "viewer"))
                .refusal("")
                .startsWith("PERMISSION_DENIED"));
    }

    @Test
    void refusesCursorsThatPointNowhere() {
        FeedReader reader = new FeedReader(PARTNER);
        FeedCursor here = FeedCursor.parse(reader.read("").cursor()).orElseThrow();

        assertEquals("INVALID_ARGUMENT INVALID_CURSOR", reader.refusal("4711"));
        assertEquals("INVALID_ARGUMENT INVALID_CURSOR", reader.refusal("met.e1.0.0"));
        assertEquals(
                "FAILED_PRECONDITION FEED_EPOCH_CHANGED",
                reader.refusal(new FeedCursor(FeedSource.ACCOUNTS, here.epoch() + 1, 0, 0).toString()));
        assertEquals(
                "FAILED_PRECONDITION FEED_CURSOR_AHEAD",
                reader.refusal(new FeedCursor(
                                FeedSource.ACCOUNTS, here.epoch(), here.batch() + 1000, here.position() + 100_000)
                        .toString()));
    }

    @Test
    void endsAStreamWithItsToken() {
        String brief = Issuer.sign(Issuer.claims("aurora", "erp", "integration").expiresIn(1));
        Iterator<SubscribeResponse> stream = new FeedReader(brief).open("");

        assertEquals("UNAUTHENTICATED", status(stream));
    }

    private static String status(Iterator<SubscribeResponse> stream) {
        try {
            while (stream.hasNext()) {
                stream.next();
            }
            return "OK";
        } catch (io.grpc.StatusRuntimeException e) {
            return e.getStatus().getCode().name();
        }
    }

    @Test
    void marksTheEndOfEachSourceTransactionAlsoOverPages() throws Exception {
        FeedReader reader = new FeedReader(PARTNER);
        String before = reader.read("").cursor();
        UUID first = UUID.randomUUID();
        try (Connection large = database.begin("aurora")) {
            for (int i = 0; i < 1500; i++) {
                FeedDatabase.append(large, i % 2 == 0 ? "ACCOUNT" : "PRODUCT", i == 0 ? first : UUID.randomUUID(), 1);
            }
            large.commit();
        }
        eventually(1500, () -> reader.read(before).events().size());

        List<Event> all = reader.read(before).events();
        assertEquals(1, all.stream().filter(Event::getIsTransactionEnd).count());
        assertTrue(all.getLast().getIsTransactionEnd());
        List<Event> filtered = reader.read(before, "ACCOUNT").events();
        assertEquals(750, filtered.size());
        assertTrue(filtered.getLast().getIsTransactionEnd());
        assertEquals(1, filtered.stream().filter(Event::getIsTransactionEnd).count());
    }

    @Test
    void listsChangesWithoutTheirContents() throws Exception {
        UUID id = UUID.randomUUID();
        String position = write(id, "Acme");
        given().auth()
                .oauth2(CSM)
                .get("/v1/feed-samples/changes")
                .then()
                .statusCode(200)
                .body("isCaughtUp", equalTo(true));

        given().auth()
                .oauth2(CSM)
                .queryParam("after", before(position))
                .get("/v1/feed-samples/changes")
                .then()
                .statusCode(200)
                .body("items[0].id", equalTo(id.toString()))
                .body("items[0].etag", equalTo("\"1\""))
                .body("items[0].change", equalTo("CREATED"))
                .body("items[0].aggregateType", equalTo("FEED_SAMPLE"))
                .body("items[0].cursor", equalTo(position))
                .body("nextCursor", matchesPattern("acc\\.e[0-9]+\\.[0-9a-f]+\\.[0-9]+"));
        given().auth()
                .oauth2(Issuer.token("boreal", "bia", "csm"))
                .queryParam("after", before(position))
                .get("/v1/feed-samples/changes")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(0));
    }

    @Test
    void streamsChangesToABrowserThatComesBack() throws Exception {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        String position = write(first, "First");

        List<String> heard = listen(before(position));
        write(second, "Second");
        List<String> heardAgain = listen(position);
        List<String> silence = listen(lastId(heardAgain));

        assertTrue(heard.contains("id:" + position), heard.toString());
        assertTrue(silence.contains(":still here"), silence.toString());
        assertTrue(heard.contains("event:reopen"), heard.toString());
        assertFalse(heardAgain.stream().anyMatch(line -> line.contains(first.toString())), heardAgain.toString());
        assertTrue(heardAgain.stream().anyMatch(line -> line.contains(second.toString())), heardAgain.toString());
    }

    private static String lastId(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("id:"))
                .toList()
                .getLast()
                .substring(3);
    }

    /** All lines of one stream until the server ends it. */
    private static List<String> listen(String lastEventId) throws Exception {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/feed-samples/changes"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + CSM)
                .header("Last-Event-ID", lastEventId)
                .build();
        List<String> lines = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<java.io.InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(200, response.statusCode());
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            }
        }
        return lines;
    }

    @Test
    void readsItsOwnWriteFromACopy() throws Exception {
        for (int i = 0; i < 20; i++) {
            UUID id = UUID.randomUUID();
            String position = write(id, "Own-" + i);

            given().auth()
                    .oauth2(CSM)
                    .header("Farol-After", position.replace("acc.", "acc."))
                    .get("/v1/feed-samples/" + id)
                    .then()
                    .statusCode(200);
        }
        given().auth()
                .oauth2(CSM)
                .header("Farol-After", "yesterday")
                .get("/v1/feed-samples/" + UUID.randomUUID())
                .then()
                .statusCode(400);
    }

    @Test
    void takesThePersonOutOfOlderEventsToo() throws Exception {
        UUID person = UUID.randomUUID();
        String position = write(person, "Maria");

        given().auth()
                .oauth2(CSM)
                .post("/v1/feed-samples/" + person + "/erasures")
                .then()
                .statusCode(204);

        eventually(List.of("ERASED", "ERASED"), () -> new FeedReader(PARTNER)
                .read(before(position)).events().stream()
                        .filter(event -> event.getAggregateId().equals(person.toString()))
                        .map(event -> event.hasPayload() ? "with data" : event.getEventType())
                        .toList());
    }

    /** The position of the write; a busy machine leaves it out of the answer, and the feed tells it soon after. */
    private static String write(UUID id, String name) throws Exception {
        @Nullable
        String position = given().auth()
                .oauth2(CSM)
                .post("/v1/feed-samples/" + id + "/" + name)
                .then()
                .statusCode(200)
                .extract()
                .header("Farol-Position");
        for (int tries = 0; position == null && tries < 50; tries++) {
            position = new FeedReader(PARTNER)
                    .read("").events().stream()
                            .filter(event -> event.getAggregateId().equals(id.toString()))
                            .map(Event::getCursor)
                            .reduce((earlier, later) -> later)
                            .orElse(null);
        }
        assertTrue(position != null && position.matches("acc\\.e[0-9]+\\.[0-9a-f]+\\.[0-9]+"), "position " + position);
        return position;
    }

    private static String before(String position) {
        FeedCursor cursor = FeedCursor.parse(position).orElseThrow();
        return new FeedCursor(cursor.source(), cursor.epoch(), cursor.batch() - 1, cursor.position() - 1).toString();
    }

    private static boolean has(List<Event> events, UUID aggregate, long version) {
        return events.stream()
                .anyMatch(event ->
                        event.getAggregateId().equals(aggregate.toString()) && event.getAggregateVersion() == version);
    }
}
