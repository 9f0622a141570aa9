package io.farol.pipeline.deal;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.pipeline.account.ContractLineId;
import io.farol.pipeline.account.ProductId;
import io.farol.runtime.money.Money;
import io.farol.runtime.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The lines of deals, as rows and as the JSON that SQL makes of them. */
@ApplicationScoped
class DealLines {
    /** One line of a table aliased {@code l} as JSON that {@link #of(JsonNode)} reads. */
    static final String AS_JSON = """
            jsonb_build_object('productId', l.product_id, 'contractLineId', l.contract_line_id, 'quantityE4', l.quantity_e4, 'unitPriceE4', l.unit_price_e4, 'currency', l.currency,
                'discountE6', l.discount_e6, 'billingPeriodMonths', l.billing_period_months, 'isRecurring', l.is_recurring)""";

    private final Jdbi jdbi;
    private final CurrentTenant tenant;

    DealLines(Jdbi jdbi, CurrentTenant tenant) {
        this.jdbi = jdbi;
        this.tenant = tenant;
    }

    List<DealLine> read(DealId deal) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select cast(" + AS_JSON
                                + " as text) as line from deal_line l where l.tenant_id = :tenant and l.deal_id = :deal order by l.number")
                .bind("tenant", tenant.get().value())
                .bind("deal", deal.value())
                .mapTo(String.class)
                .map(json -> of(DealJson.tree(json)))
                .list());
    }

    void write(DealId deal, List<DealLine> lines) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("delete from deal_line where tenant_id = :tenant and deal_id = :deal")
                    .bind("tenant", tenant.get().value())
                    .bind("deal", deal.value())
                    .execute();
            if (lines.isEmpty()) {
                return;
            }
            PreparedBatch batch = handle.prepareBatch("""
                    insert into deal_line (tenant_id, deal_id, number, product_id, contract_line_id, quantity_e4, unit_price_e4, currency, discount_e6, billing_period_months, is_recurring)
                    values (:tenant, :deal, :number, :product, :contractLine, :quantityE4, :unitPriceE4, :currency, :discountE6, :months, :isRecurring)""");
            for (int i = 0; i < lines.size(); i++) {
                DealLine line = lines.get(i);
                batch.bind("tenant", tenant.get().value())
                        .bind("deal", deal.value())
                        .bind("number", i + 1)
                        .bind("product", line.productId().value())
                        .bind(
                                "contractLine",
                                line.contractLineId() == null
                                        ? null
                                        : line.contractLineId().value())
                        .bind("quantityE4", line.quantityE4())
                        .bind("unitPriceE4", line.unitPrice().toE4())
                        .bind("currency", line.unitPrice().currency().getCurrencyCode())
                        .bind("discountE6", line.discountE6())
                        .bind("months", line.months())
                        .bind("isRecurring", line.recurs())
                        .add();
            }
            batch.execute();
        });
    }

    static List<DealLine> ofArray(JsonNode array) {
        List<DealLine> lines = new ArrayList<>();
        array.forEach(node -> lines.add(of(node)));
        return lines;
    }

    private static DealLine of(JsonNode line) {
        return new DealLine(
                new ProductId(UUID.fromString(line.path("productId").asText())),
                line.path("contractLineId").isTextual()
                        ? new ContractLineId(
                                UUID.fromString(line.path("contractLineId").asText()))
                        : null,
                BigDecimal.valueOf(line.path("quantityE4").asLong(), Money.SCALE)
                        .stripTrailingZeros(),
                Money.ofE4(
                        line.path("unitPriceE4").asLong(),
                        Currency.getInstance(line.path("currency").asText().strip())),
                DealLine.ratioOfE6(line.path("discountE6").asInt()),
                line.path("billingPeriodMonths").asInt(),
                line.path("isRecurring").asBoolean());
    }

    /** The same lines as {@link #AS_JSON} would tell them. */
    static String json(List<DealLine> lines) {
        List<java.util.Map<String, Object>> rows = new ArrayList<>();
        for (DealLine line : lines) {
            java.util.Map<String, Object> row = new java.util.TreeMap<>();
            row.put("productId", line.productId().value().toString());
            if (line.contractLineId() != null) {
                row.put("contractLineId", line.contractLineId().value().toString());
            }
            row.put("quantityE4", line.quantityE4());
            row.put("unitPriceE4", line.unitPrice().toE4());
            row.put("currency", line.unitPrice().currency().getCurrencyCode());
            row.put("discountE6", line.discountE6());
            row.put("billingPeriodMonths", line.months());
            row.put("isRecurring", line.recurs());
            rows.add(row);
        }
        return DealJson.write(rows);
    }
}
