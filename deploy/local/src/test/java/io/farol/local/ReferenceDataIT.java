package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.testkit.ApiCaller;
import io.farol.testkit.Issuer;
import io.farol.testkit.ReferenceAnswers;
import io.farol.testkit.ReferenceSet;
import io.farol.testkit.ServiceProcess;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference data as a customer brings them: imported through accounts-service's REST, followed over the feed, and read from metrics-service's REST; both are processes with real PostgreSQL. */
class ReferenceDataIT {
    private static final List<String> DIMENSIONS = List.of("sector", "country", "channel", "attr.plan");
    private static ServiceProcess accounts;
    private static ServiceProcess metrics;

    @BeforeAll
    static void start() throws Exception {
        ReferenceSet.MRR_PLAYBOOK.published();
        accounts = ServiceProcess.migrated("accounts-service", "reference_accounts", Map.of())
                .start();
        metrics = ServiceProcess.migrated(
                        "metrics-service", "reference_metrics", Map.of("farol.accounts.grpc", accounts.address()))
                .start();
    }

    @AfterAll
    static void stop() {
        if (metrics != null) {
            metrics.close();
            accounts.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersWhatWasPublished(ReferenceSet set) {
        String tenant = set.name().toLowerCase(Locale.ROOT).replace('_', '-');
        accounts.as(Issuer.token(tenant, "alice", "cs-admin"))
                .post(
                        "/v1/settings/attributes",
                        "{\"key\":\"plan\",\"labelEn\":\"Plan\",\"labelPtBr\":\"Plano\",\"type\":\"TEXT\",\"choices\":[]}",
                        201);
        ApiCaller machine = accounts.as(Issuer.token(tenant, "robot", "integration"));
        load(machine, "accounts", "", accountsCsv(set), set.accounts().size());
        String position = load(
                machine,
                "contract-lines",
                "?createProducts=true",
                linesCsv(set),
                set.lines().size());

        ApiCaller viewer = metrics.as(Issuer.token(tenant, "vera", "viewer"));
        viewer.awaitFollowed("/v1/mrr/statement?from=2024-01&to=2024-01", position);
        new ReferenceAnswers(path -> viewer.get("/v1/" + path)).equal(set);
    }

    private static String load(ApiCaller machine, String things, String query, String csv, int rows) {
        byte[] body = csv.getBytes(StandardCharsets.UTF_8);
        JsonNode job = machine.ended(machine.startImport(things, query, () -> new ByteArrayInputStream(body)));
        assertEquals("SUCCEEDED", job.get("state").asText(), job.toString());
        assertEquals(rows, job.get("rowsAccepted").asInt(), job.toString());
        return job.get("position").asText();
    }

    private static String accountsCsv(ReferenceSet set) {
        return "externalId,name," + String.join(",", DIMENSIONS) + "\n"
                + set.accounts().stream()
                        .map(account -> account.id() + ",Customer " + account.id() + ","
                                + DIMENSIONS.stream()
                                        .map(dimension -> account.groups().getOrDefault(dimension, ""))
                                        .collect(Collectors.joining(","))
                                + "\n")
                        .collect(Collectors.joining());
    }

    private static String linesCsv(ReferenceSet set) {
        return "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn,endsOn\n"
                + set.lines().stream()
                        .map(line -> line.id() + ",contract of " + line.id() + "," + line.accountId() + ",SUB,1,"
                                + line.mrr() + ",BRL,1," + line.startsOn() + ","
                                + (line.endsOn() == null ? "" : line.endsOn()) + "\n")
                        .collect(Collectors.joining());
    }
}
