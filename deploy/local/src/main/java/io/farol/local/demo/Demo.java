package io.farol.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.local.FarolApi;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Loads a portfolio, its deals and onboardings into a tenant, step by step; a step that was cut short may be told again and changes no figure. */
public final class Demo {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FarolApi machine;
    private final FarolApi leader;
    private final FarolApi csm;
    /** In the feed of accounts-service, of the newest import. */
    private String position = "";

    /**
     * Who loads.
     *
     * @param machine the tenant's integration client, for the imports
     * @param leader for what only a leader may do
     * @param csm who works on deals of his own
     */
    public Demo(FarolApi machine, FarolApi leader, FarolApi csm) {
        this.machine = machine;
        this.leader = leader;
        this.csm = csm;
    }

    /**
     * A part of the load.
     *
     * @param load says in a few words what was loaded
     */
    public record Step(String name, Supplier<String> load) {}

    /** All parts, in their order. */
    public List<Step> steps(String tenant, LocalDate today) {
        Portfolio portfolio = Portfolio.of(tenant, today);
        return List.of(
                new Step("portfolio", () -> importPortfolio(tenant, portfolio)),
                new Step("history", () -> importHistory(portfolio)),
                new Step("amendments", () -> amend(portfolio) + " amendments, " + freeze(portfolio) + " freezes"),
                new Step("deals", () -> new DealRoom(machine, csm, position).fill(tenant, portfolio, today)),
                new Step("onboardings", () -> new Welcome(leader, position).work(portfolio, today)));
    }

    private String importPortfolio(String tenant, Portfolio portfolio) {
        int members = Team.join(leader, tenant);
        machine.load("products", portfolio.productsCsv());
        machine.load("accounts", portfolio.accountsCsv());
        return "%d members, %d accounts, %d contract lines"
                .formatted(members, Portfolio.CUSTOMERS, load(portfolio.contractLinesCsv()));
    }

    private String importHistory(Portfolio portfolio) {
        int changes = 0;
        for (String wave : portfolio.wavesCsv()) {
            changes += load(wave);
        }
        return changes + " changes of lines";
    }

    private int load(String contractLines) {
        JsonNode job = machine.load("contract-lines", contractLines);
        position = job.path("position").asText(position);
        return job.path("rowsRead").asInt();
    }

    private int amend(Portfolio portfolio) {
        Map<String, JsonNode> lines = byExternalId(leader, "/v1/contract-lines");
        Map<String, String> etags = new HashMap<>();
        int count = 0;
        for (Customer customer : portfolio.customers()) {
            for (Customer.Change change : customer.changesFrom(portfolio.amendedFrom())) {
                if (change.effectiveOn().isBefore(portfolio.amendedByHandFrom())) {
                    continue;
                }
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
        Map<String, JsonNode> accounts = byExternalId(leader, "/v1/accounts");
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

    static Map<String, JsonNode> byExternalId(FarolApi reader, String list) {
        Map<String, JsonNode> found = new HashMap<>();
        reader.list(list).forEach(item -> found.put(item.path("externalId").asText(), item));
        return found;
    }
}
