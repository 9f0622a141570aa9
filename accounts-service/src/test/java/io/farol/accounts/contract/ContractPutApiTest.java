package io.farol.accounts.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Imported;
import io.farol.accounts.Outside;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ContractPutApiTest {
    private static final String C_1 = "/v1/contracts/by-external-id/C-1";

    private final Caller admin = Caller.ofNewTenant();
    private String account = "";
    private String product = "";

    @BeforeEach
    void anAccountAndAProduct() {
        account = admin.made("/v1/accounts", "{\"name\":\"Acme\",\"externalId\":\"A-1\"}");
        product = admin.made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
    }

    @Test
    void signsAContractOnceAndLeavesItThen() {
        String id = put(contract(line("L-1", "10")))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", containsString("/v1/contracts/"))
                .body("externalId", equalTo("C-1"))
                .body("can", contains("AMEND"))
                .extract()
                .path("id");

        for (String again : List.of(
                contract(line("L-1", "10")),
                contract(line("L-1", "10.0"))
                        .replace("\"12.00\"", "\"12\"")
                        .replace("{\"accountId", "{\"externalId\":\"C-1\",\"accountId"),
                "{\"noticeDays\":60,\"readjustment\":{\"cap\":0.0450}}",
                "{\"signedOn\":null}",
                "{}")) {
            put(again)
                    .statusCode(200)
                    .header("ETag", "\"1\"")
                    .body("id", equalTo(id))
                    .body("lines", hasSize(1));
        }

        assertEquals(List.of("CREATED 1"), Outside.events(id));
        assertEquals(1, audited());
    }

    @Test
    void refusesEverythingThatWasNotSignedSoNamingIt() {
        String id = put(contract(line("L-1", "10"))).statusCode(201).extract().path("id");
        String other = admin.made("/v1/accounts", "{\"name\":\"Beta\"}");

        put("{\"noticeDays\":90,\"termEndsOn\":null,\"isAutoRenewing\":true,\"readjustment\":{\"cap\":0.05},\"signedOn\":\"2025-12-01\",\"termStartsOn\":\"2025-12-31\",\"accountId\":\""
                        + other + "\"}")
                .statusCode(409)
                .body("code", equalTo("CONTRACT_CHANGES_BY_AMENDMENT"))
                .body(
                        "errors.pointer",
                        contains(
                                "/accountId",
                                "/signedOn",
                                "/termStartsOn",
                                "/termEndsOn",
                                "/isAutoRenewing",
                                "/noticeDays",
                                "/readjustment"));
        put("{\"lines\":["
                        + line("L-1", "11")
                                .replace("12.00", "12.01")
                                .replace("\"endsOn\":null", "\"endsOn\":\"2026-07-01\"")
                        + "]}")
                .statusCode(409)
                .body("errors.code", contains(code(), code(), code()))
                .body("errors.pointer", contains("/lines/0/quantity", "/lines/0/unitPrice/amount", "/lines/0/endsOn"));
        put("{\"lines\":[" + line("L-1", "10") + "," + line("L-2", "1") + "]}")
                .statusCode(409)
                .body("code", equalTo(code()))
                .body("errors.pointer", contains("/lines/1"));
        put("{\"lines\":[" + line("L-2", "10") + "]}")
                .statusCode(409)
                .body("errors.pointer", contains("/lines/0", "/lines"));
        put("{\"externalId\":\"C-2\"}").statusCode(400).body("errors.pointer", contains("/externalId"));
        put("{\"lines\":[]}").statusCode(400).body("code", equalTo("LINES_REQUIRED"));
        put("{\"notice\":1}").statusCode(400).body("code", equalTo("UNKNOWN_FIELD"));

        admin.get("/v1/contracts/" + id).header("ETag", "\"1\"").body("noticeDays", equalTo(60));
        assertEquals(List.of("CREATED 1"), Outside.events(id));
        assertEquals(1, audited());
    }

    @Test
    void whatWasSignedStaysSoWhateverWasAmended() {
        String signed = contract(line("L-1", "10"));
        String id = put(signed).extract().path("id");
        String lineId = admin.get("/v1/contracts/" + id).extract().path("lines[0].id");
        String amendments = "/v1/contracts/" + id + "/amendments";
        admin.post(
                        amendments,
                        "\"1\"",
                        "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-03-01\",\"quantity\":\"15\",\"lineId\":\""
                                + lineId + "\"}")
                .statusCode(201);
        String added = admin.post(amendments, "\"2\"", """
                {"kind":"ADD_LINE","changeKind":"CROSS_SELL","effectiveOn":"2026-01-01","lineExternalId":"L-2","productId":"%s","quantity":"10","unitPrice":{"amount":"12","currency":"BRL"},
                 "billingPeriodMonths":1}""".formatted(product))
                .statusCode(201)
                .extract()
                .path("id");

        put(signed).statusCode(200).header("ETag", "\"3\"");
        put(contract(line("L-2", "10") + "," + line("L-1", "10"))).statusCode(200);
        put(contract(line("L-1", "15"))).statusCode(409).body("errors.pointer", contains("/lines/0/quantity"));
        put(contract(line("L-2", "10"))).statusCode(409).body("errors.pointer", contains("/lines"));

        admin.post(
                        amendments,
                        "\"3\"",
                        "{\"kind\":\"REVERSE\",\"changeKind\":\"OTHER\",\"effectiveOn\":\"2026-01-01\",\"reversesAmendmentId\":\""
                                + added + "\"}")
                .statusCode(201);
        put(contract(line("L-2", "10") + "," + line("L-1", "10")))
                .statusCode(409)
                .body("errors.pointer", contains("/lines/0"));
        put(signed).statusCode(200).header("ETag", "\"4\"");
        assertEquals(List.of("CREATED 1", "AMENDED 2", "AMENDED 3", "AMENDED 4"), Outside.events(id));
    }

    @Test
    void linesWithoutAnExternalIdAreKnownByWhatTheySay() {
        String two = line(null, "10") + "," + line(null, "10");
        put(contract(two + "," + line(null, "5"))).statusCode(201);

        put(contract(line(null, "5") + "," + two)).statusCode(200);
        put(contract(two + "," + line(null, "6")))
                .statusCode(409)
                .body("errors.pointer", contains("/lines/2", "/lines"));
        put(contract(two + "," + two))
                .statusCode(409)
                .body("errors.pointer", contains("/lines/2", "/lines/3", "/lines"));
    }

    @Test
    void aBadLineWritesNeitherItNorTheContract() {
        admin.made("/v1/contracts", contract(line("L-1", "10")));
        long before = rows();

        put(contract(line("L-2", "10") + "," + line("L-1", "10")))
                .statusCode(409)
                .body("code", equalTo("EXTERNAL_ID_TAKEN"));
        put(contract(line("L-2", "10")
                        + ","
                        + line("L-3", "1").replace(product, UuidV7.next().toString())))
                .statusCode(422)
                .body("errors.pointer", contains("/lines/1/productId"));
        put(contract(line("L-2", "10") + "," + line("L-3", "-1")))
                .statusCode(400)
                .body("errors.pointer", contains("/lines/1/quantity"));

        assertEquals(before, rows());
        admin.get(C_1).statusCode(404);
    }

    @Test
    void anothersThingsAreUnknown() {
        Caller stranger = Caller.ofNewTenant();
        String theirAccount = stranger.made("/v1/accounts", "{\"name\":\"Theirs\"}");
        String theirProduct = stranger.made("/v1/products", "{\"code\":\"X\",\"name\":\"X\",\"kind\":\"PLAN\"}");
        put(contract(line("L-1", "10"))).statusCode(201);

        for (String unknown : List.of(theirAccount, UuidV7.next().toString())) {
            put("{\"accountId\":\"" + unknown + "\"}")
                    .statusCode(422)
                    .body("code", equalTo("UNKNOWN_REFERENCE"))
                    .body("errors.pointer", contains("/accountId"));
        }
        for (String unknown : List.of(theirProduct, UuidV7.next().toString())) {
            put("{\"lines\":[" + line("L-1", "10").replace(product, unknown) + "]}")
                    .statusCode(422)
                    .body("code", equalTo("UNKNOWN_REFERENCE"))
                    .body("errors.pointer", contains("/lines/0/productId"));
        }
        String mine = contract(line("L-1", "10")).replace(account, theirAccount).replace(product, theirProduct);
        stranger.put(C_1, mine).statusCode(201);
        stranger.put(C_1, mine).statusCode(200);
    }

    @Test
    void aContractThatAnImportMadeIsTakenAsItIs() {
        String file =
                "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn,endsOn\nL-1,C-1,A-1,CRM,10,12,BRL,1,2026-01-01,2027-01-01\nL-2,C-1,A-1,CRM,1,12,BRL,1,2026-02-01,2027-01-01\n";
        assertEquals(
                "SUCCEEDED",
                Imported.csv(admin, "/v1/contract-lines/imports", file).getString("state"));
        String first = line("L-1", "10").replace("\"endsOn\":null", "\"endsOn\":\"2027-01-01\"");

        put("{}").statusCode(200).header("ETag", "\"1\"");
        put("{\"accountId\":\"" + account + "\",\"termStartsOn\":\"2026-01-01\",\"lines\":[" + first + "]}")
                .statusCode(200);
        put("{\"lines\":[" + line("L-1", "10") + "]}")
                .statusCode(409)
                .body("errors.pointer", contains("/lines/0/endsOn"));
        put("{\"termEndsOn\":\"2027-01-01\"}").statusCode(409).body("errors.pointer", contains("/termEndsOn"));
    }

    /** As many imports did that came after a renewal. */
    @Test
    void linesThatCameAfterTheSignedTermAreNoPartOfIt() {
        String id = put(contract(line("L-1", "10"))).extract().path("id");
        admin.post(
                        "/v1/contracts/" + id + "/amendments",
                        "\"1\"",
                        "{\"kind\":\"RENEW\",\"changeKind\":\"RENEWAL\",\"effectiveOn\":\"2027-01-01\",\"termEndsOn\":\"2028-01-01\"}")
                .statusCode(201);
        String file =
                "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn\nL-2,C-1,A-1,CRM,10,12,BRL,1,2027-02-01\n";
        assertEquals(
                "SUCCEEDED",
                Imported.csv(admin, "/v1/contract-lines/imports", file).getString("state"));

        put("{}").statusCode(200).header("ETag", "\"3\"").body("lines", hasSize(2));
        put(contract(line("L-1", "10"))).statusCode(200);
    }

    @Test
    void atOnceIsOnce() {
        List<Integer> statuses = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> put(contract(line("L-1", "10"))).extract().statusCode()))
                .limit(4)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertEquals(List.of(200, 200, 200, 201), statuses);
        assertEquals(
                List.of("CREATED 1"), Outside.events(admin.get(C_1).extract().path("id")));
    }

    @Test
    void rolesAreKept() {
        String signed = contract(line("L-1", "10"));
        for (String role : List.of("csm", "viewer")) {
            admin.as(role).put(C_1, signed).statusCode(403);
        }
        admin.as("integration").put(C_1, signed).statusCode(201);
        admin.as("cs-leader").put(C_1, signed).statusCode(200);
    }

    private static String code() {
        return "CONTRACT_CHANGES_BY_AMENDMENT";
    }

    private ValidatableResponse put(String body) {
        return admin.put(C_1, body);
    }

    private String contract(String lines) {
        return "{\"accountId\":\"" + account
                + "\",\"termStartsOn\":\"2026-01-01\",\"termEndsOn\":\"2027-01-01\",\"noticeDays\":60,\"readjustment\":{\"index\":\"IPCA\",\"cap\":0.045},\"lines\":["
                + lines + "]}";
    }

    private String line(@org.jspecify.annotations.Nullable String externalId, String quantity) {
        return "{" + (externalId == null ? "" : "\"externalId\":\"" + externalId + "\",") + "\"productId\":\"" + product
                + "\",\"quantity\":\"" + quantity
                + "\",\"unitPrice\":{\"amount\":\"12.00\",\"currency\":\"BRL\"},\"billingPeriodMonths\":1,\"startsOn\":\"2026-01-01\",\"endsOn\":null}";
    }

    private long rows() {
        return Stream.of("contract", "contract_line", "contract_line_term", "outbox", "audit_entry")
                .mapToLong(table ->
                        Outside.count("select count(*) from " + table + " where tenant_id = ?", admin.tenant()))
                .sum();
    }

    private long audited() {
        return Outside.count(
                "select count(*) from audit_entry where tenant_id = ? and aggregate_type = 'CONTRACT'", admin.tenant());
    }
}
