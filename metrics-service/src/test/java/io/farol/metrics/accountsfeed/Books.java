package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.metrics.accountsfeed.AccountsLearning.Learnt;
import io.farol.metrics.accountsfeed.EventRows.Row;
import io.farol.metrics.ledger.KnowledgePoint;
import io.farol.metrics.ledger.LedgerRebuild;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Stands in for accounts-service: its states as the feed tells them, changed by a test and published in batches. */
final class Books {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final String tenant;
    private final Transactions transactions;
    final Map<UUID, ObjectNode> accounts = new LinkedHashMap<>();
    final Map<UUID, ObjectNode> contracts = new LinkedHashMap<>();
    final Map<UUID, ObjectNode> contractsById = new LinkedHashMap<>();
    final Map<UUID, ObjectNode> rates = new LinkedHashMap<>();
    final Map<UUID, ObjectNode> products = new LinkedHashMap<>();
    private final Map<UUID, Long> versions = new LinkedHashMap<>();
    private final Set<UUID> changed = new LinkedHashSet<>();
    private final Map<UUID, String> types = new LinkedHashMap<>();
    private ObjectNode settings =
            JSON.objectNode().put("reportingCurrency", "BRL").put("timeZone", "America/Sao_Paulo");
    private long position;
    private long batch;
    private int made;
    private String discount = "0";

    /** Where the ledger is. */
    interface Transactions {
        <T> T call(String tenant, Function<Handle, T> work);
    }

    Books(String tenant) {
        this(tenant, LedgerDatabase::call);
    }

    Books(String tenant, Transactions transactions) {
        this.tenant = tenant;
        this.transactions = transactions;
    }

    /** The n-th id of these books, the same in each run. */
    UUID nextId() {
        made++;
        return UUID.nameUUIDFromBytes((tenant + made).getBytes(StandardCharsets.UTF_8));
    }

    void reportIn(String currency) {
        settings.put("reportingCurrency", currency);
        change(UUID.nameUUIDFromBytes(tenant.getBytes(StandardCharsets.UTF_8)), "SETTINGS");
    }

    UUID account(String... groups) {
        UUID id = nextId();
        ObjectNode account = JSON.objectNode().put("id", id.toString()).put("name", "Account " + made);
        account.putArray("groups");
        account.putArray("freezes");
        accounts.put(id, account);
        change(id, "ACCOUNT");
        for (int i = 0; i < groups.length; i += 2) {
            group(id, groups[i], groups[i + 1], null);
        }
        return id;
    }

    void group(UUID accountId, String dim, @Nullable String value, @Nullable LocalDate fromOn) {
        ArrayNode groups = (ArrayNode) account(accountId).get("groups");
        String from = fromOn == null ? null : fromOn.toString();
        for (int i = groups.size() - 1; i >= 0; i--) {
            String held = groups.get(i).get("fromOn").textValue();
            if (groups.get(i).get("dimension").asText().equals(dim) && Objects.equals(held, from)) {
                groups.remove(i);
            }
        }
        groups.addObject().put("dimension", dim).put("value", value).put("fromOn", from);
        change(accountId, "ACCOUNT");
    }

    /** @param parentId null = none */
    void parent(UUID accountId, @Nullable UUID parentId) {
        account(accountId).put("parentAccountId", parentId == null ? null : parentId.toString());
        change(accountId, "ACCOUNT");
    }

    UUID freeze(UUID accountId, LocalDate from, LocalDate until, boolean isBillingSuspended) {
        UUID id = nextId();
        ((ArrayNode) account(accountId).get("freezes"))
                .addObject()
                .put("id", id.toString())
                .put("from", from.toString())
                .put("until", until.toString())
                .put("reason", "merger")
                .put("isBillingSuspended", isBillingSuspended);
        change(accountId, "ACCOUNT");
        return id;
    }

    void removeFreezes(UUID accountId) {
        account(accountId).putArray("freezes");
        change(accountId, "ACCOUNT");
    }

    /** A contract with one line; the id of the line. */
    UUID line(UUID accountId, UUID productId, LocalDate from, @Nullable LocalDate until, long mrrE4, String currency) {
        UUID contractId = nextId();
        ObjectNode contract = JSON.objectNode()
                .put("id", contractId.toString())
                .put("accountId", accountId.toString())
                .put("termStartsOn", "2024-01-01")
                .put("termEndsOn", made % 3 == 0 ? null : made % 3 == 1 ? "2025-01-01" : "2024-02-01");
        contract.putArray("lines");
        contractsById.put(contractId, contract);
        return addLine(contract, productId, from, until, mrrE4, currency);
    }

    /** One more line in the contract of another; the id of the line. @param mrrE4 0 = a charge that does not recur */
    UUID lineBeside(
            UUID lineId, UUID productId, LocalDate from, @Nullable LocalDate until, long mrrE4, String currency) {
        return addLine(contract(lineId), productId, from, until, mrrE4, currency);
    }

    private UUID addLine(
            ObjectNode contract,
            UUID productId,
            LocalDate from,
            @Nullable LocalDate until,
            long mrrE4,
            String currency) {
        UUID lineId = nextId();
        ObjectNode line = ((ArrayNode) contract.get("lines")).addObject();
        line.put("id", lineId.toString()).put("productId", productId.toString()).putNull("churnReason");
        addTerm(line.putArray("terms"), from, until, BigDecimal.ONE, mrrE4, currency, null);
        contracts.put(lineId, contract);
        changeContract(lineId);
        return lineId;
    }

    private void addTerm(
            ArrayNode terms,
            LocalDate from,
            @Nullable LocalDate until,
            BigDecimal quantity,
            long mrrE4,
            String currency,
            @Nullable String changeKind) {
        boolean isRecurring = mrrE4 > 0;
        ObjectNode term = terms.addObject()
                .put("startsOn", from.toString())
                .put("endsOn", until == null ? null : until.toString())
                .put("quantity", quantity.toPlainString())
                .put(
                        "unitPrice",
                        BigDecimal.valueOf(isRecurring ? mrrE4 : 500_000, 4).toPlainString())
                .put("discount", discount)
                .put("billingPeriodMonths", discount.length() > 4 ? 7 : 1)
                .put("currency", currency)
                .put("isRecurring", isRecurring)
                .put("mrrE4", mrrE4)
                .put("changeKind", changeKind)
                .putNull("amendmentId");
        if (isRecurring && !discount.equals("0")) {
            term.put("mrrE4", mrrE4(term, BigDecimal.ONE.subtract(new BigDecimal(discount))));
        }
    }

    /** What some of a recurring price is by the month, in 1/10,000. */
    static long mrrE4(JsonNode term, BigDecimal share) {
        return new BigDecimal(term.get("quantity").asText())
                .multiply(new BigDecimal(term.get("unitPrice").asText()))
                .multiply(share)
                .movePointRight(4)
                .divide(new BigDecimal(term.get("billingPeriodMonths").asText()), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** @param rate share of the price that is tax; null = not said */
    void product(UUID productId, @Nullable String rate) {
        products.put(
                productId, JSON.objectNode().put("code", "P").put("name", "P").put("embeddedTaxRate", rate));
        change(productId, "PRODUCT");
    }

    BigDecimal taxRate(JsonNode line) {
        ObjectNode product = products.get(UUID.fromString(line.get("productId").asText()));
        return product == null || product.get("embeddedTaxRate").isNull()
                ? BigDecimal.ZERO
                : new BigDecimal(product.get("embeddedTaxRate").asText());
    }

    /** Taken off all prices that are agreed from now on. */
    void discount(String ratio) {
        discount = ratio;
    }

    ObjectNode lineOf(UUID lineId) {
        for (JsonNode line : contract(lineId).get("lines")) {
            if (line.get("id").asText().equals(lineId.toString())) {
                return (ObjectNode) line;
            }
        }
        throw new IllegalArgumentException("no line " + lineId);
    }

    /** Cuts the line at a day and goes on with other terms; terms that began later are gone. */
    void changeLine(UUID lineId, LocalDate from, BigDecimal quantity, long mrrE4, @Nullable String changeKind) {
        ObjectNode line = lineOf(lineId);
        ArrayNode held = (ArrayNode) line.get("terms");
        String currency = held.isEmpty() ? "BRL" : held.get(0).get("currency").asText();
        ArrayNode kept = cut(held, from);
        addTerm(kept, from, null, quantity, mrrE4, currency, changeKind);
        line.set("terms", kept);
        changeContract(lineId);
    }

    /** Ends the line on a day, exclusive. */
    void endLine(UUID lineId, LocalDate on, @Nullable String churnReason) {
        ObjectNode line = lineOf(lineId);
        line.set("terms", cut((ArrayNode) line.get("terms"), on));
        line.put("churnReason", churnReason);
        changeContract(lineId);
    }

    private static ArrayNode cut(ArrayNode terms, LocalDate on) {
        ArrayNode kept = JSON.arrayNode();
        terms.forEach(term -> {
            if (LocalDate.parse(term.get("startsOn").asText()).isBefore(on)) {
                ObjectNode copy = term.deepCopy();
                String end = copy.get("endsOn").textValue();
                if (end == null || LocalDate.parse(end).isAfter(on)) {
                    copy.put("endsOn", on.toString());
                }
                kept.add(copy);
            }
        });
        return kept;
    }

    void rate(String currency, LocalDate ratedOn, String rate) {
        UUID id = rates.entrySet().stream()
                .filter(held -> held.getValue().get("currency").asText().equals(currency)
                        && held.getValue().get("ratedOn").asText().equals(ratedOn.toString()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(this::nextId);
        rates.put(
                id,
                JSON.objectNode()
                        .put("id", id.toString())
                        .put("currency", currency)
                        .put("ratedOn", ratedOn.toString())
                        .put("rate", rate));
        change(id, "FX_RATE");
    }

    /** Tells all that changed since the last time, as one batch. */
    KnowledgePoint publish() {
        return publish(handle -> {});
    }

    /** @param look sees the transaction before it commits */
    KnowledgePoint publish(Consumer<Handle> look) {
        List<Learnt> events = new ArrayList<>();
        for (UUID id : changed) {
            position++;
            String type = Objects.requireNonNull(types.get(id));
            events.add(new Learnt(
                    type,
                    new Row(
                            id,
                            versions.merge(id, 1L, Long::sum),
                            payload(type, id).deepCopy())));
        }
        changed.clear();
        batch++;
        return transactions.call(tenant, handle -> {
            AccountsBatch applying =
                    AccountsBatch.begin(handle, tenant, batch, position, START.plusSeconds(batch * 60));
            applying.learn(events);
            KnowledgePoint point = applying.end();
            look.accept(handle);
            return point;
        });
    }

    int rebuild() {
        return LedgerDatabase.call(tenant, handle -> new LedgerRebuild(handle, tenant).run());
    }

    private ObjectNode payload(String type, UUID id) {
        return switch (type) {
            case "ACCOUNT" -> account(id);
            case "CONTRACT" -> Objects.requireNonNull(contractsById.get(id));
            case "PRODUCT" -> Objects.requireNonNull(products.get(id));
            case "FX_RATE" -> Objects.requireNonNull(rates.get(id));
            default -> settings;
        };
    }

    private ObjectNode account(UUID id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    private ObjectNode contract(UUID lineId) {
        return Objects.requireNonNull(contracts.get(lineId));
    }

    private void changeContract(UUID lineId) {
        change(UUID.fromString(contract(lineId).get("id").asText()), "CONTRACT");
    }

    private void change(UUID id, String type) {
        types.put(id, type);
        changed.add(id);
    }
}
