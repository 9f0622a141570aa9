package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.testkit.ApiCaller;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Example 10: one service after the other is stopped, then metrics-service itself is started again; it answers from what it holds, saying that it is no longer up to date. Each of the others goes on with
 * what it owns, and nothing of it is lost when they come back.
 */
class NeighboursAwayIT {
    private static final String TENANT = "lonely";
    private static final Set<String> SOURCES = new TreeSet<>(Set.of("accounts", "onboarding", "pipeline"));
    private static final List<ServiceProcess> RUNNING = new ArrayList<>();

    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
    /** New enough to be onboarded, old enough to expand. */
    private static final LocalDate LAST_MONTH = TODAY.withDayOfMonth(1).minusMonths(1);

    private static final String STATEMENT =
            "/v1/mrr/statement?from=" + YearMonth.from(TODAY) + "&to=" + YearMonth.from(TODAY);

    private static ServiceProcess accounts;
    private static ServiceProcess pipeline;
    private static ServiceProcess onboarding;
    private static ServiceProcess metrics;

    @BeforeAll
    static void start() throws Exception {
        accounts = started("accounts-service", Map.of());
        pipeline = started("pipeline-service", Map.of("farol.accounts.grpc", accounts.address()));
        onboarding = started(
                "onboarding-service",
                Map.of("farol.accounts.grpc", accounts.address(), "farol.pipeline.grpc", pipeline.address()));
        metrics = started(
                "metrics-service",
                Map.of(
                        "farol.accounts.grpc",
                        accounts.address(),
                        "farol.pipeline.grpc",
                        pipeline.address(),
                        "farol.onboarding.grpc",
                        onboarding.address()));
    }

    private static ServiceProcess started(String name, Map<String, String> more) throws Exception {
        ServiceProcess service = ServiceProcess.migrated(name, "lonely_" + name.replace("-service", ""), more);
        RUNNING.add(service);
        return service.start();
    }

    @AfterAll
    static void stop() {
        RUNNING.forEach(ServiceProcess::close);
    }

    @Test
    void goesOnWithWhatEachOwnsAndLosesNothing() throws Exception {
        load("accounts", "externalId,name,sector\nA-1,Acme,Varejo\n");
        String position = load(
                "contract-lines",
                "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn\n"
                        + "L-1,C-1,A-1,SEATS,1,1200.00,BRL,1," + LAST_MONTH + "\n");
        JsonNode line = csm(accounts).get("/v1/contract-lines").at("/items/0");
        String acme = line.path("accountId").asText();
        csm(pipeline).awaitFollowed("/v1/funnel", position);
        created("""
                {"title":"A hypothesis","type":"UPSELL","accountId":"%s","hypothesis":"They are hiring"}""".formatted(acme));
        String deal = acceptedDeal(acme, line);
        overview(
                acme,
                all -> openDeals(all).size() == 2 && all.path("onboarding").isObject());

        accounts.stop();
        awaitBehind(Set.of("accounts"));
        assertTrue(pipeline.isReady() && onboarding.isReady() && metrics.isReady());
        String wonByChange = move(
                deal, "{\"toStage\":\"EXPAND_WON\",\"win\":{\"reasons\":[\"TIMING\"],\"startsOn\":\"" + TODAY + "\"}}");
        assertEquals(
                "PENDING",
                csm(pipeline).get("/v1/deals/" + deal).path("contractSync").asText());
        overview(acme, all -> openDeals(all).equals(List.of("A hypothesis")));
        pipeline.stop();
        awaitBehind(Set.of("accounts", "pipeline"));
        assertTrue(onboarding.isReady() && metrics.isReady());
        assertEquals(1, csm(onboarding).get("/v1/onboardings").path("items").size());
        onboarding.stop();
        metrics.stop();
        metrics.start();

        awaitBehind(SOURCES);
        JsonNode alone = csm(metrics).get("/v1/overviews/" + acme);
        assertEquals("Acme", alone.at("/account/name").asText());
        assertEquals("ONBOARDING", alone.at("/account/status").asText());
        assertEquals("1200.00", alone.at("/revenue/mrr/amount").asText());
        assertEquals("NEW", alone.at("/revenue/movements/0/kind").asText());
        assertEquals(List.of("A hypothesis"), openDeals(alone));
        assertEquals("TRIAGE", alone.at("/onboarding/phase").asText());
        assertBehind(alone);
        assertBehind(csm(metrics).get("/v1/overviews"));
        assertEquals(
                "1200.00", csm(metrics).get(STATEMENT).at("/months/0/closing").asText());

        onboarding.start();
        pipeline.start();
        accounts.start();

        eventually(
                () -> csm(pipeline).get("/v1/deals/" + deal),
                one -> one.path("contractSync").asText().equals("DONE"));
        JsonNode amendments = csm(accounts)
                .get("/v1/contracts/" + line.path("contractId").asText() + "/amendments")
                .path("items");
        assertEquals(1, amendments.size(), amendments.toString());
        assertEquals(wonByChange, amendments.at("/0/requestKey").asText());
        JsonNode whole = overview(
                acme,
                all -> all.at("/revenue/mrr/amount").asText().equals("3600.00")
                        && behind(all).isEmpty());
        assertEquals("UPSELL", whole.at("/revenue/movements/0/subKind").asText());
        assertEquals(
                "2400.00", csm(metrics).get(STATEMENT).at("/months/0/expansion").asText());
    }

    /** Whose next move is the win: three seats instead of one. */
    private static String acceptedDeal(String account, JsonNode line) {
        String deal = created("""
                {"title":"More seats","type":"UPSELL","accountId":"%s","hypothesis":"They are hiring","expectedCloseOn":"%s","nextStep":{"text":"Call","on":"%s"},
                 "negotiationPoints":[{"kind":"TERM","text":"12 months"}],
                 "qualification":{"framework":"BANT","answers":{"BUDGET":"yes","AUTHORITY":"CFO","NEED":"seats","TIMELINE":"now"}},
                 "lines":[{"productId":"%s","contractLineId":"%s","quantity":"3","unitPrice":{"amount":"1200.00","currency":"BRL"}}]}""".formatted(
                        account,
                        TODAY.plusDays(9),
                        TODAY.plusDays(2),
                        line.path("productId").asText(),
                        line.path("id").asText()));
        csm(pipeline)
                .post(
                        "/v1/deals/" + deal + "/proposals",
                        etag(deal),
                        "{\"number\":\"1\",\"expiresOn\":\"%s\",\"sentTo\":\"cfo@acme.example\",\"sentAt\":\"%sT12:00:00Z\"}"
                                .formatted(TODAY.plusDays(30), TODAY.minusDays(1)),
                        201);
        move(deal, """
                {"toStage":"FORECAST","confirmation":{"confirmedBy":"Eva","confirmedOn":"%1$s"},"acceptance":{"means":"CALL","acceptedOn":"%1$s","acceptedBy":"Eva"}}""".formatted(TODAY));
        return deal;
    }

    private static String created(String deal) {
        return ApiCaller.json(csm(pipeline).post("/v1/deals", deal, 201))
                .path("id")
                .asText();
    }

    /** The id of the stage change. */
    private static String move(String deal, String wish) {
        return ApiCaller.json(csm(pipeline).post("/v1/deals/" + deal + "/stage-changes", etag(deal), wish, 201))
                .path("id")
                .asText();
    }

    private static String etag(String deal) {
        return csm(pipeline)
                .get("/v1/deals/" + deal, 200)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static String load(String things, String csv) {
        byte[] body = csv.getBytes(StandardCharsets.UTF_8);
        ApiCaller machine = accounts.as(Issuer.token(TENANT, "robot", "integration"));
        String query = things.equals("contract-lines") ? "?createProducts=true" : "";
        JsonNode job = machine.ended(machine.startImport(things, query, () -> new ByteArrayInputStream(body)));
        assertEquals("SUCCEEDED", job.get("state").asText(), job.toString());
        return job.path("position").asText();
    }

    private static ApiCaller csm(ServiceProcess service) {
        return service.as(Issuer.token(TENANT, "carla", "csm"));
    }

    private static JsonNode overview(String account, Predicate<JsonNode> isAsExpected) {
        return eventually(() -> csm(metrics).get("/v1/overviews/" + account), isAsExpected);
    }

    private static List<String> openDeals(JsonNode overview) {
        return overview.path("openDeals").findValuesAsText("title");
    }

    /** A stopped neighbour is missed when its next sign of life does not come. */
    private static void awaitBehind(Set<String> sources) {
        eventually(() -> csm(metrics).get("/v1/overviews"), answer -> behind(answer)
                .equals(sources));
    }

    private static Set<String> behind(JsonNode answer) {
        return answer.path("freshness")
                .valueStream()
                .filter(source -> !source.path("isCaughtUp").asBoolean())
                .map(source -> source.path("source").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertBehind(JsonNode answer) {
        assertEquals(SOURCES, behind(answer), answer.toString());
        Map<String, String> positions = new TreeMap<>();
        answer.path("freshness")
                .forEach(source -> positions.put(
                        source.path("source").asText(),
                        source.path("position").asText().replaceFirst("\\..*", "")));
        assertEquals("{accounts=acc, onboarding=onb, pipeline=pip}", positions.toString());
    }

    private static JsonNode eventually(Supplier<JsonNode> question, Predicate<JsonNode> isAsExpected) {
        long deadline = System.nanoTime() + 180_000_000_000L;
        JsonNode answer = question.get();
        while (!isAsExpected.test(answer)) {
            assertTrue(System.nanoTime() < deadline, answer.toString());
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            answer = question.get();
        }
        return answer;
    }
}
