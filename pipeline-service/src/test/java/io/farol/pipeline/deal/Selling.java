package io.farol.pipeline.deal;

import io.farol.pipeline.Caller;
import io.farol.pipeline.Known;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;

/** A deal at the REST door, with its newest version. */
final class Selling {
    private static final String PATH = "/v1/deals/";

    private final Caller caller;
    private final Known.Client client;
    private final String id;
    private String etag;

    private Selling(Caller caller, Known.Client client, Response made) {
        this.caller = caller;
        this.client = client;
        this.id = made.path("id");
        this.etag = made.header("ETag");
    }

    /** A hypothesis of a client's CSM. */
    static Selling hypothesis(Caller caller) {
        return hypothesis(caller, Known.client(caller.tenant()), "UPSELL");
    }

    static Selling hypothesis(Caller caller, Known.Client client, String type) {
        Response made =
                caller.request().body("""
                        {"title":"More seats","type":"%s","accountId":"%s","hypothesis":"They hire ten people"}""".formatted(type, client.account())).post("/v1/deals");
        made.then().statusCode(201);
        return new Selling(caller, client, made);
    }

    /** Whose next move is EXPAND_WON: every gate before it is open. */
    Selling accepted() {
        return sellingTenMoreSeats()
                .with(
                        "{\"qualification\":{\"framework\":\"BANT\",\"answers\":{\"BUDGET\":\"yes\",\"AUTHORITY\":\"CFO\",\"NEED\":\"seats\",\"TIMELINE\":\"May\"}},"
                                + "\"negotiationPoints\":[{\"kind\":\"PRICE\",\"text\":\"5 % less\"}],\"nextStep\":{\"text\":\"Call\",\"on\":\"2030-01-01\"},\"expectedCloseOn\":\"2030-01-31\"}")
                .proposed()
                .moved(
                        "{\"toStage\":\"FORECAST\",\"confirmation\":{\"confirmedBy\":\"Eva\",\"confirmedOn\":\"2026-03-01\"},"
                                + "\"acceptance\":{\"means\":\"EMAIL\",\"acceptedOn\":\"2026-04-01\",\"acceptedBy\":\"Eva\"}}");
    }

    /** One new line: 10 x 50.00 BRL by the month. */
    Selling sellingTenMoreSeats() {
        return with(
                "{\"lines\":[{\"productId\":\"%s\",\"quantity\":\"10\",\"unitPrice\":{\"amount\":\"50.00\",\"currency\":\"BRL\"}}]}"
                        .formatted(client.otherProduct()));
    }

    Selling proposed() {
        return proposed("2030-12-31");
    }

    Selling proposed(String expiresOn) {
        return after(caller.post(
                        path() + "/proposals",
                        etag,
                        "{\"number\":\"1\",\"expiresOn\":\"%s\",\"sentTo\":\"eva@acme.example\",\"sentAt\":\"2026-03-05T12:00:00Z\"}"
                                .formatted(expiresOn))
                .statusCode(201));
    }

    Selling with(String patch) {
        return after(caller.patch(path(), etag, patch).statusCode(200));
    }

    Selling moved(String wish) {
        return after(move(wish).statusCode(201));
    }

    Selling won() {
        return moved("{\"toStage\":\"EXPAND_WON\",\"win\":{\"reasons\":[\"TIMING\"],\"startsOn\":\"2026-05-01\"}}");
    }

    ValidatableResponse move(String wish) {
        return caller.post(path() + "/stage-changes", etag, wish);
    }

    ValidatableResponse read() {
        ValidatableResponse response = caller.get(path()).statusCode(200);
        etag = response.extract().header("ETag");
        return response;
    }

    Selling after(ValidatableResponse written) {
        etag = written.extract().header("ETag");
        return this;
    }

    String id() {
        return id;
    }

    String etag() {
        return etag;
    }

    String path() {
        return PATH + id;
    }

    Known.Client client() {
        return client;
    }

    Caller caller() {
        return caller;
    }
}
