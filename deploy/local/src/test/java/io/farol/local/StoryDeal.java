package io.farol.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deal of the story, as its seller works on it through the public API. */
final class StoryDeal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FarolApi seller;
    private final String id;

    private StoryDeal(FarolApi seller, String id) {
        this.seller = seller;
        this.id = id;
    }

    static StoryDeal open(FarolApi seller, String account, String type, String title) {
        ObjectNode body = JSON.createObjectNode()
                .put("title", title)
                .put("type", type)
                .put("accountId", account)
                .put("hypothesis", "They are hiring");
        return new StoryDeal(
                seller,
                seller.post("/v1/deals", body).expect(201).json().path("id").asText());
    }

    String id() {
        return id;
    }

    /** The same deal in somebody else's hands. */
    StoryDeal as(FarolApi other) {
        return new StoryDeal(other, id);
    }

    /** @param line a running one whose terms become these; null = a new line */
    StoryDeal sells(String product, @Nullable String line, int quantity, String unitPrice) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode sold = body.putArray("lines").addObject();
        sold.put("productId", product).put("contractLineId", line).put("quantity", Integer.toString(quantity));
        sold.putObject("unitPrice").put("amount", unitPrice).put("currency", "BRL");
        return with(body);
    }

    StoryDeal isQualified(LocalDate closesOn) {
        ObjectNode body = JSON.createObjectNode().put("expectedCloseOn", closesOn.toString());
        ObjectNode answers =
                body.putObject("qualification").put("framework", "BANT").putObject("answers");
        answers.put("BUDGET", "Approved").put("AUTHORITY", "The CFO");
        answers.put("NEED", "A seat for the new analyst").put("TIMELINE", "This month");
        body.putArray("negotiationPoints").addObject().put("kind", "TERM").put("text", "Twelve months");
        body.putObject("nextStep").put("text", "Send the contract").put("on", closesOn.toString());
        return with(body);
    }

    StoryDeal isProposed(LocalDate today) {
        ObjectNode body = JSON.createObjectNode()
                .put("number", "2026-" + id.substring(id.length() - 6))
                .put("expiresOn", today.plusDays(30).toString())
                .put("sentTo", "cfo@nova.example")
                .put("sentAt", today.minusDays(1) + "T12:00:00Z");
        seller.post("/v1/deals/" + id + "/proposals", body.toString(), headers("application/json"))
                .expect(201);
        return this;
    }

    FarolApi.Answer move(String wish) {
        return seller.post("/v1/deals/" + id + "/stage-changes", wish, headers("application/json"));
    }

    /** The stage change that was made. */
    JsonNode moved(String wish) {
        return move(wish).expect(201).json();
    }

    /** Waits until what it means for the contract is done. */
    void synced(String contractSync) {
        Story.eventually(
                () -> seller.get("/v1/deals/" + id).expect(200).json(),
                deal -> deal.path("contractSync").asText().equals(contractSync));
    }

    static String accepted(LocalDate today) {
        return "{\"toStage\":\"FORECAST\",\"confirmation\":{\"confirmedBy\":\"Eva\",\"confirmedOn\":\"%1$s\"},\"acceptance\":{\"means\":\"EMAIL\",\"acceptedOn\":\"%1$s\",\"acceptedBy\":\"Eva\"}}"
                .formatted(today);
    }

    static String won(LocalDate startsOn) {
        return "{\"toStage\":\"EXPAND_WON\",\"win\":{\"reasons\":[\"RELATIONSHIP\",\"TIMING\"],\"startsOn\":\"%s\"}}"
                .formatted(startsOn);
    }

    private StoryDeal with(ObjectNode patch) {
        seller.patch("/v1/deals/" + id, patch.toString(), etag()).expect(200);
        return this;
    }

    private Map<String, String> headers(String contentType) {
        return Map.of("Content-Type", contentType, "If-Match", etag());
    }

    private String etag() {
        return seller.get("/v1/deals/" + id).expect(200).header("ETag");
    }
}
