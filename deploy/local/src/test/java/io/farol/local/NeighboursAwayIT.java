package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.testkit.ApiCaller;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceProcess;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Example 10: the neighbours are stopped, then metrics-service itself is started again, and it answers from what it holds, saying that it is no longer up to date. */
class NeighboursAwayIT {
    private static final String TENANT = "lonely";
    private static final String STATEMENT = "/v1/mrr/statement?from=2026-03&to=2026-03";
    private static ServiceProcess accounts;
    private static ServiceProcess metrics;

    @BeforeAll
    static void start() throws Exception {
        accounts = ServiceProcess.migrated("accounts-service", "lonely_accounts", Map.of())
                .start();
        metrics = ServiceProcess.migrated(
                        "metrics-service", "lonely_metrics", Map.of("farol.accounts.grpc", accounts.address()))
                .start();
    }

    @AfterAll
    static void stop() {
        metrics.close();
        accounts.close();
    }

    @Test
    void answersFromItsProjectionsWhenItsNeighboursAreAway() throws Exception {
        load("accounts", "externalId,name,sector\nA-1,Acme,Varejo\n");
        followed(load("contract-lines", line("L-1", "1200.00")));
        String acme = overviews().at("/items/0/id").asText();

        accounts.stop();
        metrics.stop();
        metrics.start();

        awaitCaughtUp(false);
        JsonNode overview = viewer().get("/v1/overviews/" + acme);
        assertEquals("Acme", overview.at("/account/name").asText());
        assertEquals("1200.00", overview.at("/revenue/mrr/amount").asText());
        assertTrue(overview.at("/revenue/movements").size() > 0, overview.toString());
        assertBehind(overview);
        assertEquals("1200.00", closing());
        assertEquals(1, overviews().get("items").size());
        assertBehind(overviews());

        accounts.start();

        followed(load("contract-lines", line("L-2", "300.00")));
        assertEquals("1500.00", closing());
        awaitCaughtUp(true);
    }

    private static String load(String things, String csv) {
        byte[] body = csv.getBytes(StandardCharsets.UTF_8);
        ApiCaller machine = accounts.as(Issuer.token(TENANT, "robot", "integration"));
        String query = things.equals("contract-lines") ? "?createProducts=true" : "";
        JsonNode job = machine.ended(machine.startImport(things, query, () -> new ByteArrayInputStream(body)));
        assertEquals("SUCCEEDED", job.get("state").asText(), job.toString());
        return job.get("position").asText();
    }

    private static String line(String id, String price) {
        return "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn,endsOn\n"
                + id + ",C-" + id + ",A-1,SEATS,1," + price + ",BRL,1,2026-02-01,\n";
    }

    private static void followed(String position) {
        viewer().awaitFollowed(STATEMENT, position);
    }

    private static ApiCaller viewer() {
        return metrics.as(Issuer.token(TENANT, "vera", "viewer"));
    }

    private static String closing() {
        return viewer().get(STATEMENT).at("/months/0/closing").asText();
    }

    private static JsonNode overviews() {
        return viewer().get("/v1/overviews");
    }

    /** A stopped neighbour is missed when its next sign of life does not come. */
    private static void awaitCaughtUp(boolean wanted) throws InterruptedException {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (ofAccounts(viewer().get(STATEMENT)).get("isCaughtUp").asBoolean() != wanted) {
            assertTrue(System.nanoTime() < deadline, "freshness never says isCaughtUp " + wanted);
            Thread.sleep(200);
        }
    }

    private static void assertBehind(JsonNode answer) {
        JsonNode accounts = ofAccounts(answer);
        assertEquals("false", accounts.path("isCaughtUp").asText(), answer.toString());
        assertTrue(accounts.path("position").asText().startsWith("acc."), answer.toString());
    }

    private static JsonNode ofAccounts(JsonNode answer) {
        return answer.get("freshness")
                .valueStream()
                .filter(source -> source.path("source").asText().equals("accounts"))
                .findFirst()
                .orElseThrow();
    }
}
