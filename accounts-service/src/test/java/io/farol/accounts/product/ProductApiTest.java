package io.farol.accounts.product;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ProductApiTest {
    private static final String PRO =
            "{\"code\":\"CRM-PRO\",\"name\":\"Crédito Pro\",\"kind\":\"PLAN\",\"solutionArea\":\"CRM\",\"listPrice\":{\"amount\":\"99.90\",\"currency\":\"BRL\"},\"unit\":\"user\"}";

    private final Caller admin = Caller.ofNewTenant();

    @Test
    void makesAProductAndPublishesIt() {
        String id = admin.post("/v1/products", PRO)
                .statusCode(201)
                .header("Location", containsString("/v1/products/"))
                .header("ETag", "\"1\"")
                .extract()
                .path("id");

        assertEquals("999000", Outside.published(id, "$.listPriceE4"));
        admin.get("/v1/products/by-external-id/CRM-PRO").statusCode(200).body("listPrice.amount", equalTo("99.90"));
        admin.post("/v1/products", PRO)
                .statusCode(409)
                .body("code", equalTo("EXTERNAL_ID_TAKEN"))
                .body("existingId", equalTo(id));
    }

    @Test
    void changesDeletesAndFindsAccentBlind() {
        String id = admin.made("/v1/products", PRO);
        admin.made("/v1/products", "{\"code\":\"SUP\",\"name\":\"Support\",\"kind\":\"SUPPORT\"}");

        admin.get("/v1/products?q=credito").body("items.code", contains("CRM-PRO"));
        admin.get("/v1/products?kind=SUPPORT").body("items.code", contains("SUP"));
        admin.patch("/v1/products/" + id, "\"1\"", "{\"listPrice\":null,\"isActive\":false}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("listPrice", nullValue());
        admin.get("/v1/products?isActive=false&sort=name").body("items.code", contains("CRM-PRO"));
        admin.delete("/v1/products/" + id, "\"1\"").statusCode(412);
        admin.delete("/v1/products/" + id, "\"2\"").statusCode(204);
        admin.get("/v1/products/" + id).statusCode(404);

        assertEquals(List.of("CREATED 1", "CHANGED 2", "DELETED 3"), Outside.events(id));
    }

    @Test
    void puttingTheSameTwiceChangesNothing() {
        String id = admin.put("/v1/products/by-external-id/P X", "{\"name\":\"X\",\"kind\":\"ADD_ON\"}")
                .statusCode(201)
                .extract()
                .path("id");

        admin.put("/v1/products/by-external-id/P X", "{\"name\":\"X\"}")
                .statusCode(200)
                .header("ETag", "\"1\"");
        admin.put("/v1/products/by-external-id/P X", "{\"unit\":\"box\"}").header("ETag", "\"2\"");
        admin.put("/v1/products/by-external-id/P X", "{\"code\":\"Y\"}").statusCode(400);

        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(id));
    }

    @Test
    void keepsWhatOfThePriceIsTax() {
        String id = admin.post(
                        "/v1/products",
                        "{\"code\":\"CRM-PRO\",\"name\":\"Crédito Pro\",\"kind\":\"PLAN\",\"embeddedTaxRate\":0.0925}")
                .statusCode(201)
                .body("embeddedTaxRate", equalTo(0.0925F))
                .extract()
                .path("id");

        assertEquals("\"0.0925\"", Outside.published(id, "$.embeddedTaxRate"));
        admin.get("/v1/products?q=credito").body("items[0].embeddedTaxRate", equalTo(0.0925F));
        admin.patch("/v1/products/" + id, "\"1\"", "{\"embeddedTaxRate\":0.09250}")
                .header("ETag", "\"1\"");
        admin.patch("/v1/products/" + id, "\"1\"", "{\"embeddedTaxRate\":0}")
                .header("ETag", "\"2\"")
                .body("embeddedTaxRate", equalTo(0));
        admin.patch("/v1/products/" + id, "\"2\"", "{\"embeddedTaxRate\":null}")
                .statusCode(200)
                .body("embeddedTaxRate", nullValue());
        assertEquals("null", Outside.published(id, "$.embeddedTaxRate"));
        for (String rate : List.of("1", "-0.01")) {
            admin.patch("/v1/products/" + id, "\"3\"", "{\"embeddedTaxRate\":" + rate + "}")
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("/embeddedTaxRate"))
                    .body("errors[0].code", equalTo("OUT_OF_RANGE"));
        }
        admin.patch("/v1/products/" + id, "\"3\"", "{\"embeddedTaxRate\":0.1234567}")
                .statusCode(400)
                .body("errors[0].code", equalTo("TOO_MANY_DECIMALS"));
    }

    @Test
    void rolesAreKept() {
        admin.as("csm").post("/v1/products", PRO).statusCode(403);
        admin.as("viewer").get("/v1/products").statusCode(200);
        admin.post("/v1/products", "{\"name\":\"X\",\"kind\":\"PLAN\"}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/code"));
        admin.as("integration").post("/v1/products", PRO).statusCode(201);
    }
}
