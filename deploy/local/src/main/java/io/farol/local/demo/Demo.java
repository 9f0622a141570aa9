package io.farol.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.local.FarolApi;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** Loads a portfolio into a tenant; loading it again changes nothing. */
public final class Demo {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FarolApi machine;
    private final FarolApi leader;

    /**
     * Who loads.
     *
     * @param machine the tenant's integration client, for the imports
     * @param leader for what only a leader may do
     */
    public Demo(FarolApi machine, FarolApi leader) {
        this.machine = machine;
        this.leader = leader;
    }

    /**
     * Loads it all.
     *
     * @return what was loaded, in a few words
     */
    public String load(String tenant, LocalDate today) {
        Portfolio portfolio = Portfolio.of(tenant, today);
        machine.load("products", portfolio.productsCsv());
        machine.load("accounts", portfolio.accountsCsv());
        JsonNode lines = machine.load("contract-lines", portfolio.contractLinesCsv());
        int amendments = amend(portfolio);
        int freezes = freeze(portfolio);
        return "%d accounts, %d contract lines, %d amendments, %d freezes"
                .formatted(Portfolio.CUSTOMERS, lines.path("rowsRead").asInt(), amendments, freezes);
    }

    private int amend(Portfolio portfolio) {
        Map<String, JsonNode> lines = byExternalId("/v1/contract-lines");
        Map<String, String> etags = new HashMap<>();
        int count = 0;
        for (Customer customer : portfolio.customers()) {
            for (Customer.Change change : customer.changesFrom(portfolio.amendedFrom())) {
                JsonNode line = lines.get(change.lineExternalId());
                String contract = line.path("contractId").asText();
                String key = "demo-" + change.lineExternalId() + "-" + change.effectiveOn();
                ObjectNode body = JSON.createObjectNode()
                        .put("kind", "CHANGE_LINE")
                        .put("changeKind", change.changeKind())
                        .put("effectiveOn", change.effectiveOn().toString())
                        .put("requestKey", key)
                        .put("lineId", line.path("id").asText())
                        .put("quantity", Integer.toString(change.quantity()));
                body.putObject("unitPrice")
                        .put("amount", change.unitPrice().toPlainString())
                        .put("currency", "BRL");
                Map<String, String> headers = Map.of(
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        etags.getOrDefault(contract, line.path("etag").asText()),
                        "Idempotency-Key",
                        key);
                String path = "/v1/contracts/" + contract + "/amendments";
                FarolApi.Answer amended =
                        leader.post(path, body.toString(), headers).expect(201);
                etags.put(contract, amended.header("ETag"));
                count++;
            }
        }
        return count;
    }

    private int freeze(Portfolio portfolio) {
        Map<String, JsonNode> accounts = byExternalId("/v1/accounts");
        int count = 0;
        for (Customer customer : portfolio.customers()) {
            JsonNode account = accounts.get(customer.externalId());
            String path = "/v1/accounts/" + account.path("id").asText();
            String etag = account.path("etag").asText();
            for (Customer.Freeze freeze : customer.freezes()) {
                ObjectNode body = JSON.createObjectNode()
                        .put("from", freeze.from().toString())
                        .put("until", freeze.until().toString())
                        .put("reason", freeze.reason())
                        .put("isBillingSuspended", freeze.isBillingSuspended());
                Map<String, String> headers = Map.of(
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        etag,
                        "Idempotency-Key",
                        "demo-" + customer.externalId() + "-" + freeze.from());
                etag = leader.post(path + "/freezes", body.toString(), headers)
                        .expect(201)
                        .header("ETag");
                count++;
            }
        }
        return count;
    }

    private Map<String, JsonNode> byExternalId(String list) {
        Map<String, JsonNode> found = new HashMap<>();
        String token = "";
        do {
            JsonNode page = leader.get(list + "?pageSize=500" + (token.isEmpty() ? "" : "&pageToken=" + token))
                    .expect(200)
                    .json();
            page.path("items").forEach(item -> found.put(item.path("externalId").asText(), item));
            token = page.path("nextPageToken").asText("");
        } while (!token.isEmpty());
        return found;
    }
}
