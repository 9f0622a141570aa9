package io.farol.accounts.product;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ProductBatchApiTest {
    private static final String BATCHES = "/v1/products/batches";
    private static final String CRM =
            "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\",\"solutionArea\":\"Sales\",\"unit\":\"user\"}";

    private final Caller admin = Caller.ofNewTenant();

    @Test
    void makesChangesLeavesAndRefusesInOneBatch() {
        String crm = admin.made("/v1/products", CRM);
        String support = admin.made("/v1/products", "{\"code\":\"SUP\",\"name\":\"Support\",\"kind\":\"SUPPORT\"}");

        String made = put("""
                {"code":"ADD","name":"Add-on","kind":"ADD_ON"},
                {"code":"CRM","unit":null,"listPrice":{"amount":"99.90","currency":"BRL"}},
                {"code":"SUP","name":"Support"},
                {"code":"BAD","name":"","kind":"TOY"},
                {"name":"Nameless","kind":"PLAN"},
                {"code":"CRM","embeddedTaxRate":1},
                7""")
                .body("results.index", contains(0, 1, 2, 3, 4, 5, 6))
                .body(
                        "results.status",
                        contains("CREATED", "UPDATED", "UNCHANGED", "REJECTED", "REJECTED", "REJECTED", "REJECTED"))
                .body("results.externalId", contains("ADD", "CRM", "SUP", null, null, null, null))
                .body("results.etag", contains("\"1\"", "\"2\"", "\"1\"", null, null, null, null))
                .body("results[1].id", equalTo(crm))
                .body("results[3].problem.errors.pointer", contains("/name", "/kind"))
                .body("results[4].problem.errors.pointer", contains("/code"))
                .body("results[5].problem.code", equalTo("OUT_OF_RANGE"))
                .body("results[6].problem.code", equalTo("WRONG_TYPE"))
                .body("results.isRetryable", everyItem(equalTo(false)))
                .body("position", notNullValue())
                .extract()
                .path("results[0].id");

        admin.get("/v1/products?sort=code").body("items.code", contains("ADD", "CRM", "SUP"));
        admin.get("/v1/products/" + crm)
                .header("ETag", "\"2\"")
                .body("name", equalTo("CRM"))
                .body("solutionArea", equalTo("Sales"))
                .body("unit", nullValue())
                .body("listPrice.amount", equalTo("99.90"));
        assertEquals(List.of("CREATED 1"), Outside.events(made));
        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(crm));
        assertEquals(List.of("CREATED 1"), Outside.events(support));
        assertEquals(4, audited(), "one entry for each thing made or changed");
    }

    @Test
    void aCodeTwiceInOneBatchIsTheSameProduct() {
        put(CRM + ",{\"code\":\" CRM \",\"name\":\"CRM Pro\"}," + CRM.replace("\"CRM\",\"kind", "\"CRM Pro\",\"kind"))
                .body("results.status", contains("CREATED", "UPDATED", "UNCHANGED"))
                .body("results.etag", contains("\"1\"", "\"2\"", "\"2\""));

        admin.get("/v1/products").body("items.name", contains("CRM Pro"));
    }

    @Test
    void theSameBatchAgainWritesNothing() {
        String items = CRM + ",{\"code\":\"SUP\",\"name\":\"Support\",\"kind\":\"SUPPORT\",\"embeddedTaxRate\":0.0925}";
        List<String> ids = put(items).extract().path("results.id");

        put(items)
                .body("results.status", contains("UNCHANGED", "UNCHANGED"))
                .body("results.id", equalTo(ids))
                .body("results.etag", contains("\"1\"", "\"1\""));

        assertEquals(2, Outside.count("select count(*) from outbox where tenant_id = ?", admin.tenant()));
        assertEquals(2, audited());
    }

    @Test
    void aBatchStaysInItsTenant() {
        String theirs = admin.made("/v1/products", CRM);
        Caller stranger = Caller.ofNewTenant();

        stranger.post(BATCHES, "{\"items\":[{\"code\":\"CRM\",\"name\":\"Mine\",\"kind\":\"PLAN\"}]}")
                .body("results.status", contains("CREATED"));

        admin.get("/v1/products/" + theirs).header("ETag", "\"1\"").body("name", equalTo("CRM"));
        assertEquals(List.of("CREATED 1"), Outside.events(theirs));
    }

    @Test
    void isForThoseWhoWriteProductsAndOfLimitedSize() {
        String items = "{\"items\":[" + CRM + "]}";
        for (String role : List.of("csm", "viewer")) {
            admin.as(role).post(BATCHES, items).statusCode(403);
        }
        admin.post(BATCHES, "{\"items\":[" + (CRM + ",").repeat(5_000) + CRM + "]}")
                .statusCode(400)
                .body("code", equalTo("TOO_MANY_ITEMS"));
        admin.get("/v1/products").body("items", hasSize(0));

        admin.as("integration").post(BATCHES, items).body("results.status", contains("CREATED"));
        admin.as("cs-leader").post(BATCHES, items).body("results.status", contains("UNCHANGED"));
    }

    /** Somebody else's change commits while the batch waits for the row. */
    @Test
    void aBatchChangesWhatIsThereUnderTheLock() {
        String crm = admin.made("/v1/products", CRM);

        CompletableFuture<ValidatableResponse> answer = Outside.whileLocked(
                "update product set name = 'Meanwhile', version = 2 where id = cast(? as uuid)",
                crm,
                () -> put("{\"code\":\"CRM\",\"unit\":\"box\"}"));

        answer.join().body("results.status", contains("UPDATED")).body("results.etag", contains("\"3\""));
        admin.get("/v1/products/" + crm).body("name", equalTo("Meanwhile")).body("unit", equalTo("box"));
    }

    private ValidatableResponse put(String items) {
        return admin.post(BATCHES, "{\"items\":[" + items + "]}").statusCode(200);
    }

    private long audited() {
        return Outside.count(
                "select count(*) from audit_entry where tenant_id = ? and aggregate_type = 'PRODUCT'", admin.tenant());
    }
}
