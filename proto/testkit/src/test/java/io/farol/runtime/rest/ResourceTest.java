package io.farol.runtime.rest;

import static io.farol.runtime.rest.ProblemTest.csm;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ResourceTest {

    private static Response create(String body) {
        return csm().contentType("application/json").body(body).post("/v1/things");
    }

    private static Response patch(String path, String etag, String body) {
        return csm().contentType("application/merge-patch+json")
                .header("If-Match", etag)
                .body(body)
                .patch(path);
    }

    @Test
    void createsWithLocationAndEntityTag() {
        create(
                        "{\"name\":\"Lamp\",\"colour\":\"RED\",\"price\":{\"amount\":\"12.5\",\"currency\":\"BRL\"},\"renewsOn\":\"2027-01-31\"}")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("/v1/things/[0-9a-f-]{36}"))
                .header("ETag", "\"1\"")
                .body("etag", equalTo("\"1\""))
                .body("price.amount", equalTo("12.50"))
                .body("renewsOn", equalTo("2027-01-31"))
                .body("externalId", nullValue());
    }

    @Test
    void changesWhatIsSentClearsNullAndKeepsTheRest() {
        String path = create("{\"name\":\"Lamp\",\"colour\":\"RED\",\"renewsOn\":\"2027-01-31\",\"tags\":[\"a\"]}")
                .header("Location");

        patch(path, "W/\"1\"", "{\"colour\":\"DARK_BLUE\",\"renewsOn\":null}")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("name", equalTo("Lamp"))
                .body("colour", equalTo("DARK_BLUE"))
                .body("renewsOn", nullValue())
                .body("tags", equalTo(java.util.List.of("a")));
        patch(path, "\"2\"", "{\"name\":null,\"colr\":null,\"tags\":\"x\"}")
                .then()
                .statusCode(400)
                .body("errors.pointer", equalTo(java.util.List.of("/colr", "/name", "/tags")));
    }

    @Test
    void needsTheCurrentEntityTagForAChange() {
        String path = create("{\"name\":\"Lamp\",\"colour\":\"RED\"}").header("Location");

        csm().contentType("application/merge-patch+json")
                .body("{}")
                .patch(path)
                .then()
                .statusCode(428)
                .body("code", equalTo("VERSION_REQUIRED"));
        patch(path, "\"7\"", "{}")
                .then()
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"))
                .body("currentEtag", equalTo("\"1\""))
                .body("current.name", equalTo("Lamp"));
        patch(path, "\"not-ours\"", "{}").then().statusCode(412);
    }

    @Test
    void answersNotModifiedToWhoHasIt() {
        String path = create("{\"name\":\"Lamp\",\"colour\":\"RED\"}").header("Location");

        csm().header("If-None-Match", "W/\"1\"")
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", "\"1\"")
                .header("Cache-Control", "private, no-cache")
                .body(equalTo(""));
        csm().header("If-None-Match", "\"2\"").get(path).then().statusCode(200);
    }

    @Test
    void putsByExternalId() {
        String path = "/v1/things/by-external-id/P-" + System.nanoTime();

        Response made = csm().contentType("application/json")
                .body("{\"name\":\"One\",\"colour\":\"RED\"}")
                .put(path);
        made.then().statusCode(201).header("ETag", "\"1\"");
        csm().contentType("application/json")
                .body("{\"colour\":\"RED\"}")
                .put(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");
        csm().contentType("application/json")
                .body("{\"colour\":\"DARK_BLUE\"}")
                .put(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        String externalId = made.jsonPath().getString("externalId");
        create("{\"name\":\"Two\",\"colour\":\"RED\",\"externalId\":\"" + externalId + "\"}")
                .then()
                .statusCode(409)
                .body("code", equalTo("EXTERNAL_ID_TAKEN"))
                .body("existingId", equalTo(made.jsonPath().getString("id")));
    }

    @Test
    void refusesExternalIdsThatAPathCannotHold() {
        for (String unsafe : new String[] {"a%2Fb", "a%5cb", "a;b", "a%3Bb", "a%25b", "a/b"}) {
            csm().contentType("application/json")
                    .body("{\"name\":\"x\",\"colour\":\"RED\"}")
                    .put("/v1/things/by-external-id/" + unsafe)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("EXTERNAL_ID_NOT_PATH_SAFE"));
        }
    }

    @Test
    void hidesAnotherTenantsThing() {
        String path = create("{\"name\":\"Mine\",\"colour\":\"RED\"}").header("Location");

        given().auth()
                .oauth2(Issuer.token("boreal", "bob", "csm"))
                .get(path)
                .then()
                .statusCode(404);
    }
}
