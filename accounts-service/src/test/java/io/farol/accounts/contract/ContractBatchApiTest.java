package io.farol.accounts.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ContractBatchApiTest {
    private static final String BATCHES = "/v1/contracts/batches";

    private final Caller admin = Caller.ofNewTenant();
    private String account = "";
    private String product = "";

    @BeforeEach
    void anAccountAndAProduct() {
        account = admin.made("/v1/accounts", "{\"name\":\"Acme\"}");
        product = admin.made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
    }

    @Test
    void signsLeavesAndRefusesInOneBatch() {
        String first = admin.made("/v1/contracts", contract("C-1", line("L-1", "10")));

        String second = put(
                        contract("C-2", line("L-2", "5")),
                        contract("C-1", line("L-1", "10")),
                        "{\"externalId\":\"C-1\",\"noticeDays\":90}",
                        contract("C-3", line("L-3", "-1")),
                        contract("C-2", line("L-2", "5")),
                        contract("C-2", line("L-2", "6")),
                        contract(null, line("L-5", "1")),
                        "{\"externalId\":\"C-9\"}")
                .body(
                        "results.status",
                        contains(
                                "CREATED",
                                "UNCHANGED",
                                "REJECTED",
                                "REJECTED",
                                "UNCHANGED",
                                "REJECTED",
                                "CREATED",
                                "REJECTED"))
                .body("results.externalId", contains("C-2", "C-1", null, null, "C-2", null, null, null))
                .body("results.etag", contains("\"1\"", "\"1\"", null, null, "\"1\"", null, "\"1\"", null))
                .body("results[1].id", equalTo(first))
                .body("results[2].problem.code", equalTo("CONTRACT_CHANGES_BY_AMENDMENT"))
                .body("results[2].problem.errors.pointer", contains("/noticeDays"))
                .body("results[3].problem.errors.pointer", contains("/lines/0/quantity"))
                .body("results[5].problem.errors.pointer", contains("/lines/0/quantity"))
                .body("results[7].problem.errors.pointer", contains("/accountId", "/termStartsOn"))
                .body("position", notNullValue())
                .extract()
                .path("results[0].id");

        admin.get("/v1/contracts").body("items", hasSize(3));
        admin.get("/v1/contracts/" + second).body("lines[0].terms[0].mrr.amount", equalTo("60.00"));
        assertEquals(List.of("CREATED 1"), Outside.events(first));
        assertEquals(List.of("CREATED 1"), Outside.events(second));
        assertEquals(3, rows("audit_entry where aggregate_type = 'CONTRACT' and"));
    }

    @Test
    void aBadLineWritesNeitherItNorItsContractAndFailsNoOther() {
        put(
                        contract("C-1", line("L-1", "1")),
                        contract("C-2", line("L-2", "1") + "," + line("L-1", "1")),
                        contract("C-3", line("L-2", "1")),
                        contract("C-4", line("L-4", "1") + "," + line("L-4", "1")))
                .body("results.status", contains("CREATED", "REJECTED", "CREATED", "REJECTED"))
                .body("results[1].problem.code", equalTo("EXTERNAL_ID_TAKEN"))
                .body("results[3].problem.errors.pointer", contains("/lines/1/externalId"));

        admin.get("/v1/contracts").body("items.externalId", contains("C-1", "C-3"));
        assertEquals(2, rows("contract_line where"));
        assertEquals(2, rows("contract_line_term where"));
        assertEquals(2, rows("outbox where aggregate_type = 'CONTRACT' and"));
    }

    @Test
    void theSameBatchAgainWritesNothing() {
        String[] items = {contract("C-1", line("L-1", "1")), contract("C-2", line(null, "1") + "," + line(null, "2"))};
        List<String> ids = put(items).extract().path("results.id");

        put(items)
                .body("results.status", contains("UNCHANGED", "UNCHANGED"))
                .body("results.id", equalTo(ids))
                .body("results.etag", contains("\"1\"", "\"1\""));

        assertEquals(2, rows("outbox where aggregate_type = 'CONTRACT' and"));
        assertEquals(2, rows("audit_entry where aggregate_type = 'CONTRACT' and"));
    }

    @Test
    void anothersThingsAreUnknown() {
        Caller stranger = Caller.ofNewTenant();
        String theirs = stranger.made("/v1/accounts", "{\"name\":\"Theirs\"}");
        String first = admin.made("/v1/contracts", contract("C-1", line("L-1", "1")));

        put(
                        contract("C-2", line("L-2", "1")).replace(account, theirs),
                        contract("C-1", line("L-1", "1")).replace(account, theirs))
                .body("results.status", contains("REJECTED", "REJECTED"))
                .body("results.problem.code", contains("UNKNOWN_REFERENCE", "UNKNOWN_REFERENCE"))
                .body("results[1].problem.errors.pointer", contains("/accountId"));
        stranger.post(BATCHES, "{\"items\":[" + contract("C-1", line("L-1", "1")) + "]}")
                .body("results.status", contains("REJECTED"));

        assertEquals(List.of("CREATED 1"), Outside.events(first));
        assertEquals(1, rows("contract where"));
    }

    @Test
    void isForThoseWhoSignContracts() {
        String items = "{\"items\":[" + contract("C-1", line("L-1", "1")) + "]}";
        for (String role : List.of("csm", "viewer")) {
            admin.as(role).post(BATCHES, items).statusCode(403);
        }
        assertEquals(0, rows("contract where"));

        admin.as("integration").post(BATCHES, items).body("results.status", contains("CREATED"));
        admin.as("cs-leader").post(BATCHES, items).body("results.status", contains("UNCHANGED"));
    }

    private ValidatableResponse put(String... items) {
        return admin.post(BATCHES, "{\"items\":[" + String.join(",", items) + "]}")
                .statusCode(200);
    }

    private String contract(@org.jspecify.annotations.Nullable String externalId, String lines) {
        return "{" + (externalId == null ? "" : "\"externalId\":\"" + externalId + "\",") + "\"accountId\":\"" + account
                + "\",\"termStartsOn\":\"2026-01-01\",\"lines\":[" + lines + "]}";
    }

    private String line(@org.jspecify.annotations.Nullable String externalId, String quantity) {
        return "{" + (externalId == null ? "" : "\"externalId\":\"" + externalId + "\",") + "\"productId\":\"" + product
                + "\",\"quantity\":\"" + quantity
                + "\",\"unitPrice\":{\"amount\":\"12.00\",\"currency\":\"BRL\"},\"billingPeriodMonths\":1,\"startsOn\":\"2026-01-01\"}";
    }

    private long rows(String tableAndCondition) {
        return Outside.count("select count(*) from " + tableAndCondition + " tenant_id = ?", admin.tenant());
    }
}
