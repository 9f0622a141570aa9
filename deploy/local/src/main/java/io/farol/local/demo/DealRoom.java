package io.farol.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.local.FarolApi;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills a tenant's funnel: the deals of the old CRM by import, and three that a CSM works on by hand through every gate; two of these are won today and grow their contracts. */
final class DealRoom {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FarolApi machine;
    private final FarolApi csm;
    private final String position;

    /** @param position in the feed of accounts-service that pipeline-service has to have followed */
    DealRoom(FarolApi machine, FarolApi csm, String position) {
        this.machine = machine;
        this.csm = csm;
        this.position = position;
    }

    String fill(String tenant, Portfolio portfolio, LocalDate today) {
        csm.awaitFollowed("/v1/funnel", position);
        int imported = machine.load("deals", DealBook.csv(tenant, portfolio, today))
                .path("rowsRead")
                .asInt();
        List<Customer> customers = portfolio.settled();
        Map<String, JsonNode> lines = Demo.byExternalId(csm, "/v1/contract-lines");
        Map<String, JsonNode> products = new java.util.HashMap<>();
        csm.list("/v1/products")
                .forEach(product -> products.put(product.path("code").asText(), product));

        work(more(portfolio, customers.get(0), lines, "More1", today), "NEGOTIATION", today);
        String upsell = work(more(portfolio, customers.get(1), lines, "More2", today), "EXPAND_WON", today);
        String crossSell = work(another(portfolio, customers.get(2), lines, products, today), "EXPAND_WON", today);
        awaitContract(upsell);
        awaitContract(crossSell);
        return imported + " deals imported, 3 worked on by hand";
    }

    private record Work(String externalId, ObjectNode deal) {}

    /** A quarter more seats than it has, rounded up. */
    private static Work more(
            Portfolio portfolio, Customer customer, Map<String, JsonNode> lines, String suffix, LocalDate today) {
        Line platform = customer.running(today).getFirst();
        JsonNode line = lines.get(portfolio.platformLine(customer));
        int seats = platform.quantity() + (platform.quantity() + 3) / 4;
        ObjectNode deal =
                deal("Mais usuários na plataforma", "UPSELL", "Usam todas as licenças há três meses", line, today);
        sold(deal, line.path("productId").asText(), line.path("id").asText(), seats, platform.unitPrice(), platform);
        return new Work(customer.externalId() + "-" + suffix, deal);
    }

    private static Work another(
            Portfolio portfolio,
            Customer customer,
            Map<String, JsonNode> lines,
            Map<String, JsonNode> products,
            LocalDate today) {
        Line platform = customer.running(today).getFirst();
        JsonNode line = lines.get(portfolio.platformLine(customer));
        Offer offer =
                customer.running(today).stream().noneMatch(one -> one.product().equals(Offer.INTEGRATIONS.code()))
                        ? Offer.INTEGRATIONS
                        : Offer.ANALYTICS;
        ObjectNode deal = deal("Integração com o ERP", "CROSS_SELL", "Digitam os pedidos duas vezes", line, today);
        deal.put("contractId", line.path("contractId").asText());
        sold(deal, products.get(offer.code()).path("id").asText(), null, 1, offer.listPrice(), platform);
        return new Work(customer.externalId() + "-Other", deal);
    }

    private static ObjectNode deal(String title, String type, String hypothesis, JsonNode line, LocalDate today) {
        ObjectNode deal = JSON.createObjectNode()
                .put("title", title)
                .put("type", type)
                .put("hypothesis", hypothesis)
                .put("origin", "HEALTH")
                .put("accountId", line.path("accountId").asText())
                .put("expectedCloseOn", today.plusDays(12).toString());
        deal.putObject("nextStep")
                .put("text", "Enviar o aditivo para assinatura")
                .put("on", today.plusDays(3).toString());
        deal.putArray("negotiationPoints").addObject().put("kind", "TERM").put("text", "Vigência de 24 meses");
        ObjectNode answers =
                deal.putObject("qualification").put("framework", "BANT").putObject("answers");
        answers.put("BUDGET", "Aprovado no orçamento do ano");
        answers.put("AUTHORITY", "Diretora de operações");
        answers.put("NEED", hypothesis);
        answers.put("TIMELINE", "Até o fim do mês");
        return deal;
    }

    private static void sold(
            ObjectNode deal, String product, @Nullable String line, int quantity, BigDecimal price, Line like) {
        ObjectNode sold = deal.putArray("lines")
                .addObject()
                .put("productId", product)
                .put("contractLineId", line)
                .put("quantity", Integer.toString(quantity))
                .put("billingPeriodMonths", line == null ? 1 : like.billingPeriodMonths())
                .put("discount", line == null ? "0" : like.discount().toPlainString());
        sold.putObject("unitPrice").put("amount", price.toPlainString()).put("currency", "BRL");
    }

    /** Takes up where an earlier load was cut short. */
    private String work(Work work, String target, LocalDate today) {
        String byExternalId = "/v1/deals/by-external-id/" + work.externalId();
        FarolApi.Answer known = csm.get(byExternalId).expect(200, 404);
        JsonNode deal = known.status() == 200
                ? known.json()
                : csm.put(byExternalId, work.deal().toString()).expect(201).json();
        String path = "/v1/deals/" + deal.path("id").asText();
        if (deal.path("stage").asText().equals("EXPAND_MAP")) {
            ObjectNode proposal = JSON.createObjectNode()
                    .put("number", "P-" + work.externalId())
                    .put("expiresOn", today.plusDays(30).toString())
                    .put("sentTo", "diretoria@cliente.example")
                    .put("sentAt", today.minusDays(2) + "T14:00:00Z");
            post(path, "/proposals", proposal);
            ObjectNode forward = JSON.createObjectNode().put("toStage", "NEGOTIATION");
            forward.putObject("confirmation")
                    .put("confirmedBy", "Gerente de operações")
                    .put("confirmedOn", today.minusDays(9).toString());
            post(path, "/stage-changes", forward);
        }
        if (target.equals("EXPAND_WON") && !deal.path("stage").asText().equals("EXPAND_WON")) {
            ObjectNode win = JSON.createObjectNode().put("toStage", "EXPAND_WON");
            win.putObject("acceptance")
                    .put("means", "MEETING")
                    .put("acceptedOn", today.minusDays(1).toString())
                    .put("acceptedBy", "Diretora de operações");
            win.putObject("win")
                    .put("startsOn", today.toString())
                    .putArray("reasons")
                    .add("RELATIONSHIP")
                    .add("RETURN_ON_INVESTMENT");
            post(path, "/stage-changes", win);
        }
        return path;
    }

    private void post(String deal, String list, ObjectNode body) {
        csm.post(
                        deal + list,
                        body.toString(),
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "If-Match",
                                csm.get(deal).expect(200).header("ETag"),
                                "Idempotency-Key",
                                "demo" + deal + list + body.path("toStage").asText()))
                .expect(201);
    }

    private void awaitContract(String deal) {
        csm.await(deal, answer -> {
            String state = answer.path("contractSync").asText();
            if (state.equals("FAILED")) {
                throw new IllegalStateException("a won deal was refused: " + answer.path("contractSyncReason"));
            }
            return state.equals("DONE");
        });
    }
}
