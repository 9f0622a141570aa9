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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contracts by their external ids, one or many: signed once; the same again changes nothing, anything else is refused and changes nothing either. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ContractPutApiTest {
    private static final String PATH = "/v1/contracts/by-external-id/C-1";

    private final Caller admin = Caller.ofNewTenant();
    private String account = "";
    private String product = "";

    @BeforeEach
    void anAccountAndAProduct() {
        account = admin.made("/v1/accounts", "{\"name\":\"Acme\"}");
        product = admin.made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
    }

    @Test
    void theSameAgainChangesNothing() {
        String id = admin.put(PATH, signed())
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("externalId", equalTo("C-1"))
                .extract()
                .path("id");

        for (String same : List.of(
                signed(),
                signed().replace("\"10\"", "\"10.00\""),
                signed().replace("0.1}", "0.10}").replace("\"isAutoRenewing\":true,", ""),
                signed().replace("{\"termStartsOn", "{\"noticeDays\":30,\"signedOn\":\"2026-01-01\",\"termStartsOn"),
                signed().replaceAll("\\[(.*),(\\{\"externalId\":\"L-2.*})]", "[$2,$1]"),
                "{\"accountId\":\"" + account + "\"}",
                "{}")) {
            admin.put(PATH, same).statusCode(200).header("ETag", "\"1\"").body("id", equalTo(id));
        }
        assertEquals(List.of("CREATED 1"), Outside.events(id));
    }

    @Test
    void whatWasSignedOtherwiseIsNamedAndStays() {
        String id = admin.put(PATH, signed()).extract().path("id");
        String other = admin.made("/v1/accounts", "{\"name\":\"Beta\"}");

        admin.put(
                        PATH,
                        signed().replace("\"quantity\":\"10\"", "\"quantity\":\"11\"")
                                .replace("2027-01-01", "2028-01-01"))
                .statusCode(409)
                .body("code", equalTo("CONTRACT_SIGNED_OTHERWISE"))
                .body("existingId", equalTo(id))
                .body("errors.pointer", contains("/termEndsOn", "/lines"));
        refused("{\"accountId\":\"" + other + "\"}", "/accountId");
        refused("{\"signedOn\":\"2025-12-30\"}", "/signedOn");
        refused("{\"termStartsOn\":\"2025-12-30\"}", "/termStartsOn");
        refused("{\"termEndsOn\":null}", "/termEndsOn");
        refused("{\"isAutoRenewing\":false}", "/isAutoRenewing");
        refused("{\"noticeDays\":60}", "/noticeDays");
        refused("{\"readjustment\":{\"index\":\"IPCA\",\"cap\":0.09}}", "/readjustment");
        refused("{\"readjustment\":null}", "/readjustment");
        for (String[] change : new String[][] {
            {"\"12.00\"", "\"12.01\""},
            {"BRL", "USD"},
            {"0.1}", "0.2}"},
            {"\"billingPeriodMonths\":1,", "\"billingPeriodMonths\":3,"},
            {"\"externalId\":\"L-1\",", ""},
            {"\"startsOn\":\"2026-02-01\"", "\"startsOn\":\"2026-02-02\""},
            {"\"quantity\":\"10\"", "\"isRecurring\":false,\"quantity\":\"10\""}
        }) {
            refused(signed().replace(change[0], change[1]), "/lines");
        }
        admin.put(PATH, "{\"externalId\":\"C-2\"}").statusCode(400).body("errors[0].pointer", equalTo("/externalId"));

        assertEquals(List.of("CREATED 1"), Outside.events(id));
    }

    @Test
    void whatAmendmentsMadeOfItIsNotWhatWasSigned() {
        String id = admin.put(PATH, signed()).extract().path("id");
        String line = admin.get("/v1/contracts/" + id).extract().path("lines.find { it.externalId == 'L-1' }.id");
        admin.post(
                        "/v1/contracts/" + id + "/amendments",
                        "\"1\"",
                        "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-03-01\",\"lineId\":\"%s\",\"quantity\":\"15\"}"
                                .formatted(line))
                .statusCode(201);
        admin.post(
                        "/v1/contracts/" + id + "/amendments",
                        "\"2\"",
                        "{\"kind\":\"ADD_LINE\",\"changeKind\":\"CROSS_SELL\",\"effectiveOn\":\"2026-04-01\",\"productId\":\"%s\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"5.00\",\"currency\":\"BRL\"},\"billingPeriodMonths\":1}"
                                .formatted(product))
                .statusCode(201);

        admin.put(PATH, signed()).statusCode(200).header("ETag", "\"3\"").body("lines", hasSize(3));
    }

    @Test
    void aBatchFailsNoOther() {
        String second = signed().replace("L-", "M-").replaceFirst("\\{", "{\"externalId\":\"C-2\",");
        String first = signed().replaceFirst("\\{", "{\"externalId\":\"C-1\",");
        String items = String.join(
                ",",
                first,
                second.replace(product, account),
                second,
                first.replace("2027-01-01", "2028-01-01"),
                first,
                signed().replaceAll("\"externalId\":\"L-.\",", ""));

        admin.post("/v1/contracts/batches", "{\"items\":[" + items + "]}")
                .statusCode(200)
                .body("results.status", contains("CREATED", "REJECTED", "CREATED", "REJECTED", "UNCHANGED", "CREATED"))
                .body("results[1].problem.errors[0].pointer", equalTo("/lines/0/productId"))
                .body("results[3].problem.code", equalTo("CONTRACT_SIGNED_OTHERWISE"))
                .body("results[4].etag", equalTo("\"1\""))
                .body("position", notNullValue());

        admin.get("/v1/contracts").body("items", hasSize(3));
        admin.get("/v1/contract-lines?externalId=M-1").body("items", hasSize(1));
        admin.as("csm").post("/v1/contracts/batches", "{\"items\":[]}").statusCode(403);
        admin.as("csm").put(PATH, signed()).statusCode(403);
    }

    private void refused(String body, String pointer) {
        admin.put(PATH, body)
                .statusCode(409)
                .body("code", equalTo("CONTRACT_SIGNED_OTHERWISE"))
                .body("errors.pointer", contains(pointer));
    }

    private String signed() {
        return """
                {"termStartsOn":"2026-01-01","accountId":"%1$s","termEndsOn":"2027-01-01","isAutoRenewing":true,"readjustment":{"index":"IPCA","cap":0.08},\
                "lines":[{"externalId":"L-1","productId":"%2$s","quantity":"10","unitPrice":{"amount":"12.00","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-01-01","discount":0.1},\
                {"externalId":"L-2","productId":"%2$s","quantity":"1","unitPrice":{"amount":"7.00","currency":"BRL"},"billingPeriodMonths":12,"startsOn":"2026-02-01"}]}""".formatted(account, product);
    }
}
