package io.farol.accounts.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Imported;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ContractLineImportApiTest {
    private static final String PATH = "/v1/contract-lines/imports";
    private static final String HEADER =
            "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,discount,recurring,startsOn,endsOn,autoRenew,changeKind,churnReason\n";

    private final Caller integration = Caller.ofNewTenant().as("integration");

    @BeforeEach
    void anAccount() {
        integration.made("/v1/accounts", "{\"name\":\"Acme\",\"externalId\":\"A-1\"}");
    }

    /** Example 7 of the specification. */
    @Test
    void loadsASpreadsheetFromBrazilAndSaysWhatIsWrong() {
        String parameters = "&createProducts=true&delimiter=;&decimalSeparator=,&dateFormat=dd/MM/yyyy";
        String file = """
                lineExternalId;contractExternalId;accountExternalId;productCode;quantity;unitPrice;currency;billingPeriodMonths;discount;recurring;startsOn;endsOn
                L-1;C-1;A-1;CRM;10;1.234,56;BRL;12;0,1;sim;01/01/2026;
                L-2;C-1;A-1;CRM;1;4.0,00;BRL;1;;sim;01/02/2020;01/01/2020
                L-3;C-1;A-1;SUP;2;99,90;BRL;1;0;não;01/02/2026;01/03/2026
                """;

        JsonPath job = Imported.csv(integration, PATH + "?mode=PARTIAL" + parameters, file);

        assertEquals("PARTIALLY_SUCCEEDED", job.getString("state"));
        assertEquals(List.of(3, 2, 0, 1), counts(job));
        integration
                .get(PATH + "/" + job.getString("id") + "/errors")
                .body("items.line", contains(3, 3))
                .body("items.field", contains("unitPrice", "endsOn"))
                .body("items.value", contains("4.0,00", "01/01/2020"))
                .body("items.code", contains("NOT_A_NUMBER", "ENDS_BEFORE_START"));
        String contract = integration
                .get("/v1/contracts/by-external-id/C-1")
                .body("lines.externalId", contains("L-1", "L-3"))
                .body("lines[0].terms[0].mrr.amount", equalTo("925.92"))
                .body("lines[1].terms[0].mrr.amount", equalTo("0.00"))
                .extract()
                .path("id");
        assertEquals(List.of("CREATED 1"), Outside.events(contract));

        JsonPath again = Imported.csv(integration, PATH + "?mode=PARTIAL" + parameters, file);

        assertEquals(List.of(3, 0, 2, 1), counts(again));
        assertEquals(List.of("CREATED 1"), Outside.events(contract));
        JsonPath atomic = Imported.csv(integration, PATH + "?mode=ATOMIC" + parameters, file);
        assertEquals("FAILED", atomic.getString("state"));
        assertEquals(0, atomic.getInt("rowsAccepted"));
    }

    @Test
    void aChangedRowAmendsItsLine() {
        load("L-1,C-1,A-1,CRM,10,100,BRL,1,,true,2026-01-01,,true,,");
        String contract = integration
                .get("/v1/contracts/by-external-id/C-1")
                .body("isAutoRenewing", equalTo(true))
                .extract()
                .path("id");

        load("L-1,C-1,A-1,CRM,10,120,BRL,1,,true,2026-03-01,,true,READJUSTMENT,");

        integration
                .get("/v1/contracts/" + contract)
                .body("lines[0].terms.unitPrice.amount", contains("100.00", "120.00"))
                .body("lines[0].terms[1].startsOn", equalTo("2026-03-01"))
                .body("lines[0].terms[1].changeKind", equalTo("READJUSTMENT"))
                .body("amendments", hasSize(1));

        load("L-1,C-1,A-1,CRM,10,120,BRL,1,,true,2026-03-01,2026-05-01,true,READJUSTMENT,PRICE");

        integration
                .get("/v1/contracts/" + contract)
                .body("lines[0].terms[1].endsOn", equalTo("2026-05-01"))
                .body("lines[0].churnReason", equalTo("PRICE"))
                .body("termEndsOn", equalTo("2026-05-01"));
        assertEquals(List.of("CREATED 1", "AMENDED 2", "AMENDED 3"), Outside.events(contract));
    }

    @Test
    void theSameFileAgainLeavesAmendmentsByHandAlone() {
        String row = "L-1,C-1,A-1,CRM,10,100,BRL,1,,true,2026-01-01,,,,";
        load(row);
        JsonPath contract =
                integration.get("/v1/contracts/by-external-id/C-1").extract().jsonPath();
        integration
                .post(
                        "/v1/contracts/" + contract.getString("id") + "/amendments",
                        "\"1\"",
                        "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-02-01\",\"quantity\":\"20\",\"lineId\":\""
                                + contract.getString("lines[0].id") + "\"}")
                .statusCode(201);

        JsonPath job = load(row);

        assertEquals(List.of(1, 0, 1, 0), counts(job));
        assertEquals(List.of("CREATED 1", "AMENDED 2"), Outside.events(contract.getString("id")));
    }

    @Test
    void aLineThatEndsOnItsFirstDayIsNeverActive() {
        load("L-1,C-1,A-1,CRM,10,100,BRL,1,,true,2026-01-01,2026-01-01,,,");

        integration.get("/v1/contracts/by-external-id/C-1").body("lines[0].terms", hasSize(0));
        integration.get("/v1/accounts?externalId=A-1").body("items[0].state", equalTo("PROSPECT"));
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        integration.made("/v1/accounts", "{\"name\":\"Other\",\"externalId\":\"A-2\"}");
        load("L-1,C-1,A-1,CRM,10,100,BRL,1,,true,2026-01-01,,,,");

        JsonPath job = Imported.csv(
                integration,
                PATH + "?mode=PARTIAL",
                HEADER + "L-2,C-1,A-2,CRM,1,1,BRL,1,,true,2026-01-01,,,,\n"
                        + "L-1,C-2,A-1,CRM,1,1,BRL,1,,true,2026-01-01,,,,\n"
                        + "L-4,C-4,A-9,NEW,1,1,BRL,1,2,true,2026-01-01,,,,\n");

        assertEquals("FAILED", job.getString("state"));
        integration
                .get(PATH + "/" + job.getString("id") + "/errors")
                .body(
                        "items.code",
                        contains(
                                "CONTRACT_OF_ANOTHER_ACCOUNT",
                                "LINE_OF_ANOTHER_CONTRACT",
                                "OUT_OF_RANGE",
                                "UNKNOWN_REFERENCE",
                                "UNKNOWN_REFERENCE"));
    }

    @Test
    void keepsToTheSignedTermAndToWhatPeopleAmended() {
        String account =
                integration.get("/v1/accounts?externalId=A-1").extract().path("items[0].id");
        String product = integration
                .as("cs-admin")
                .made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
        JsonPath contract = integration
                .as("cs-admin")
                .post("/v1/contracts", """
                        {"accountId":"%s","externalId":"C-1","termStartsOn":"2026-01-01","termEndsOn":"2027-01-01","lines":[
                         {"externalId":"L-1","productId":"%2$s","quantity":"1","unitPrice":{"amount":"10","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-01-01"},
                         {"externalId":"L-2","productId":"%2$s","quantity":"1","unitPrice":{"amount":"10","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-01-01"}]}""".formatted(account, product))
                .statusCode(201)
                .extract()
                .jsonPath();
        String amendments = "/v1/contracts/" + contract.getString("id") + "/amendments";
        String lines = "lines.find { it.externalId == '%s' }.id";
        integration
                .post(
                        amendments,
                        "\"1\"",
                        "{\"kind\":\"CHANGE_LINE\",\"changeKind\":\"UPSELL\",\"effectiveOn\":\"2026-03-01\",\"quantity\":\"2\",\"lineId\":\""
                                + contract.getString(lines.formatted("L-1")) + "\"}")
                .statusCode(201);
        integration
                .post(
                        amendments,
                        "\"2\"",
                        "{\"kind\":\"REMOVE_LINE\",\"changeKind\":\"DOWNSELL\",\"effectiveOn\":\"2026-03-01\",\"lineId\":\""
                                + contract.getString(lines.formatted("L-2")) + "\"}")
                .statusCode(201);

        JsonPath job = Imported.csv(
                integration,
                PATH + "?mode=PARTIAL",
                HEADER
                        + "L-3,C-1,A-1,CRM,1,1,BRL,1,,true,2025-12-31,,,,\n"
                        + "L-4,C-1,A-1,CRM,1,1,BRL,1,,true,2026-02-01,2027-01-02,,,\n"
                        + "L-1,C-1,A-1,CRM,3,1,BRL,1,,true,2026-03-01,,,,\n"
                        + "L-2,C-1,A-1,CRM,3,1,BRL,1,,true,2026-03-02,,,,\n"
                        + "L-5,C-1,A-1,CRM,1,1,BRL,1,,true,2026-02-01,2027-01-01,,,\n");

        assertEquals(List.of(5, 1, 0, 4), counts(job), job::prettify);
        integration
                .get(PATH + "/" + job.getString("id") + "/errors")
                .body("items.line", contains(2, 3, 4, 5))
                .body("items.field", contains("startsOn", "endsOn", "startsOn", "startsOn"))
                .body(
                        "items.code",
                        contains(
                                "LINE_OUTSIDE_TERM",
                                "LINE_OUTSIDE_TERM",
                                "LINE_AMENDED_BY_HAND",
                                "LINE_AMENDED_BY_HAND"));
    }

    private JsonPath load(String row) {
        JsonPath job = Imported.csv(integration, PATH + "?createProducts=true", HEADER + row + "\n");
        assertEquals("SUCCEEDED", job.getString("state"), job::prettify);
        return job;
    }

    private static List<Integer> counts(JsonPath job) {
        return List.of(
                job.getInt("rowsRead"),
                job.getInt("rowsAccepted"),
                job.getInt("rowsUnchanged"),
                job.getInt("rowsRejected"));
    }
}
