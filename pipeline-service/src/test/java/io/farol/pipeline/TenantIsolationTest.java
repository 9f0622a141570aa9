package io.farol.pipeline;

import static io.restassured.RestAssured.given;

import io.farol.testkit.IsolationContract;
import io.farol.testkit.Issuer;
import io.farol.testkit.Made;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TenantIsolationTest extends IsolationContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String DEALS = "/v1/deals/";
    private static final String FRAMEWORKS = "/v1/qualification-frameworks";

    @Override
    protected Map<String, Function<String, Made>> factories() {
        return Map.of(
                "account", TenantIsolationTest::account,
                "product", token -> Made.alone(client(token).product(), null),
                "contract", TenantIsolationTest::contract,
                "contract-line", TenantIsolationTest::line,
                "deal", TenantIsolationTest::deal,
                "qualification-framework", TenantIsolationTest::framework,
                "proposal", TenantIsolationTest::draft,
                "stage-change", TenantIsolationTest::stageChange,
                "follow-up", TenantIsolationTest::followUp);
    }

    @Override
    protected Map<String, Map<String, Function<String, Made>>> factoriesByOperation() {
        Map<String, Map<String, Function<String, Made>>> special = new HashMap<>();
        special.put("POST /v1/deals/{dealId}/contract-syncs", Map.of("deal", TenantIsolationTest::refusedDeal));
        special.put(
                "POST " + FRAMEWORKS + "/{frameworkId}/restorations",
                Map.of("qualification-framework", TenantIsolationTest::archivedFramework));
        String imports = "/v1/deals/imports";
        special.put("GET " + imports + "/{importId}", Map.of("job", token -> finishedImport(imports, token)));
        special.put("GET " + imports + "/{importId}/errors", Map.of("job", token -> finishedImport(imports, token)));
        special.put("GET /v1/funnel", Map.of("funnel", TenantIsolationTest::deal)); // its externalId is that of deals
        return special;
    }

    @Override
    protected Map<String, Function<String, Map<String, String>>> twoRows() {
        String imports = "/v1/deals/imports";
        return Map.of("GET " + imports + "/{importId}/errors", token -> Map.of("job", faultyImport(imports, token)));
    }

    @Override
    protected Map<String, String> bodiesByCell() {
        String terms = "\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"10.00\",\"currency\":\"BRL\"}}]";
        String newLine = "\"lines\":[{\"productId\":\"\"," + terms;
        String changedLine = "\"lines\":[{\"productId\":\"\",\"contractLineId\":\"\"," + terms;
        String deal = "{\"title\":\"More\",\"type\":\"UPSELL\",\"accountId\":\"\",\"hypothesis\":\"They grow\",";
        String proposal = "{\"number\":\"1\",\"expiresOn\":\"2030-01-01\",";
        Map<String, String> bodies = new HashMap<>();
        bodies.put("PATCH " + FRAMEWORKS + "/{frameworkId}", "{\"nameEn\":\"Other\"}");
        bodies.put("PATCH /v1/deals/{dealId}", "{\"title\":\"Other\"}");
        bodies.put("PATCH /v1/deals/{dealId}/proposals/{proposalId}", "{\"documentUrl\":\"https://files.example/1\"}");
        bodies.put("POST /v1/deals/{dealId}/proposals", proposal + newLine + "}");
        Map.of("/lines/0/productId", newLine, "/lines/0/contractLineId", changedLine)
                .forEach((slot, lines) -> {
                    bodies.put("PUT /v1/deals/by-external-id/{externalId} × BODY " + slot, deal + lines + "}");
                    bodies.put("POST /v1/deals × BODY " + slot, deal + lines + "}");
                    bodies.put("PATCH /v1/deals/{dealId} × BODY " + slot, "{" + lines + "}");
                    bodies.put("POST /v1/deals/{dealId}/proposals × BODY " + slot, proposal + lines + "}");
                    bodies.put("PATCH /v1/deals/{dealId}/proposals/{proposalId} × BODY " + slot, "{" + lines + "}");
                });
        return bodies;
    }

    private static Known.Client client(String token) {
        return Known.client(Issuer.tenantOf(token));
    }

    private static Made account(String token) {
        String id = client(token).account();
        return Made.alone(id, "A-" + id);
    }

    /** Of the account of a deal. */
    private static Made contract(String token) {
        Made deal = deal(token);
        Map<String, String> parents = new HashMap<>(deal.parents());
        parents.put("deal", deal.id());
        return new Made(Objects.requireNonNull(parents.remove("contract")), null, parents);
    }

    /** Of the account of a deal with a proposal. */
    private static Made line(String token) {
        Made deal = deal(token);
        Map<String, String> parents = new HashMap<>(deal.parents());
        parents.put("deal", deal.id());
        parents.put("proposal", proposed(token, deal).id());
        return new Made(Objects.requireNonNull(parents.remove("contract-line")), null, parents);
    }

    private static Made deal(String token) {
        Known.Client client = client(token);
        String externalId = "D-" + NUMBER.incrementAndGet();
        Response made = given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("""
                        {"title":"More seats","type":"UPSELL","accountId":"%s","hypothesis":"They grow","externalId":"%s",
                         "lines":[{"productId":"%s","quantity":"1","unitPrice":{"amount":"10.00","currency":"BRL"}}]}""".formatted(client.account(), externalId, client.product()))
                .post("/v1/deals")
                .then()
                .statusCode(201)
                .extract()
                .response();
        return new Made(
                made.path("id"),
                externalId,
                Map.of(
                        "account",
                        client.account(),
                        "product",
                        client.product(),
                        "contract",
                        client.contract(),
                        "contract-line",
                        client.line()));
    }

    private static Made framework(String token) {
        String id = given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("""
                        {"key":"OWN_%d","nameEn":"Ours","namePtBr":"Nosso","fields":[{"code":"PAIN","labelEn":"Pain","labelPtBr":"Dor","isRequired":true}]}""".formatted(NUMBER.incrementAndGet()))
                .post(FRAMEWORKS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return Made.alone(id, null);
    }

    private static Made archivedFramework(String token) {
        Made framework = framework(token);
        given().auth()
                .oauth2(token)
                .header("If-Match", "\"1\"")
                .delete(FRAMEWORKS + "/" + framework.id())
                .then()
                .statusCode(204);
        return framework;
    }

    private static Made draft(String token) {
        return proposed(token, deal(token));
    }

    private static Made proposed(String token, Made deal) {
        String id = write(token, deal, "/proposals", "{\"number\":\"1\",\"expiresOn\":\"2030-01-01\"}")
                .path("proposal.id");
        return new Made(id, null, Map.of("deal", deal.id()));
    }

    private static Made stageChange(String token) {
        Made deal = deal(token);
        String id = write(
                        token, deal, "/stage-changes", "{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\"]}}")
                .path("id");
        return new Made(id, null, Map.of("deal", deal.id()));
    }

    private static Made followUp(String token) {
        Made deal = deal(token);
        String id = write(token, deal, "/follow-ups", "{\"doneOn\":\"2026-04-01\",\"text\":\"Called\"}")
                .path("followUp.id");
        return new Made(id, null, Map.of("deal", deal.id()));
    }

    /** As accounts-service would have left it; the worker looks at nothing that is not due. */
    private static Made refusedDeal(String token) {
        Made change = stageChange(token);
        String deal = change.parents().get("deal");
        Outside.execute(
                "insert into contract_task (tenant_id, id, deal_id, stage_change_id, kind, state, created_at) values (?, uuidv7(), ?::uuid, ?::uuid, 'AMEND', 'FAILED', now())",
                Issuer.tenantOf(token),
                deal,
                change.id());
        return Made.alone(deal, null);
    }

    private static Response write(String token, Made deal, String path, String body) {
        return given().auth()
                .oauth2(token)
                .header("If-Match", "\"1\"")
                .contentType("application/json")
                .body(body)
                .post(DEALS + deal.id() + path)
                .then()
                .statusCode(201)
                .extract()
                .response();
    }

    private static Made finishedImport(String path, String token) {
        return Made.alone(finished(path, token, template(path, token)), null);
    }

    /** Of two rows that are refused. */
    private static String faultyImport(String path, String token) {
        String header = template(path, token).strip();
        String rest = ",".repeat(header.split(",").length - 1);
        return finished(path, token, header + "\nfaulty-1" + rest + "\nfaulty-2" + rest + "\n");
    }

    private static String template(String path, String token) {
        return given().auth().oauth2(token).get(path + "/template").asString();
    }

    /** Its id; finished, so that nothing of it changes while the rows of its tenant are compared. */
    private static String finished(String path, String token, String file) {
        String id = given().auth()
                .oauth2(token)
                .contentType("text/csv; charset=UTF-8")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Instant end = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(end)
                && given().auth()
                        .oauth2(token)
                        .get(path + "/" + id)
                        .path("state")
                        .equals("RUNNING")) {
            LockSupport.parkNanos(100_000_000);
        }
        return id;
    }
}
