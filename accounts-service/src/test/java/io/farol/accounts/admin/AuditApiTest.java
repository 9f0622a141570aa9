package io.farol.accounts.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Who changed what, as a tenant's admins see it. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AuditApiTest {
    private static final String ENTRIES = "/v1/admin/accounts/audit-entries";

    @Test
    void saysWhoChangedWhatFromWhatToWhat() {
        Response made = given().auth()
                .oauth2(Issuer.token("audited", "ana", "csm"))
                .header("X-Request-Id", "request-1")
                .contentType("application/json")
                .body("{\"name\":\"Acme\"}")
                .post("/v1/accounts");
        String id = made.path("id");
        given().auth()
                .oauth2(Issuer.token("audited", "bia", "cs-leader"))
                .header("X-Request-Id", "request-2")
                .header("If-Match", made.header("ETag"))
                .contentType("application/json")
                .body("{\"name\":\"Acme Ltda\"}")
                .patch("/v1/accounts/" + id)
                .then()
                .statusCode(200);

        given().auth()
                .oauth2(Issuer.token("audited", "carla", "cs-admin"))
                .get(ENTRIES)
                .then()
                .statusCode(200)
                .body("items.aggregateId", contains(id, id))
                .body("items[0].actorName", equalTo("ana@audited"))
                .body("items[0].requestId", equalTo("request-1"))
                .body("items[1].actorName", equalTo("bia@audited"))
                .body("items[1].requestId", equalTo("request-2"))
                .body("items[1].before.name", equalTo("Acme"))
                .body("items[1].after.name", equalTo("Acme Ltda"));
    }

    @Test
    void belongsToTheTenantsAdminsAlone() {
        for (String role : new String[] {"cs-leader", "csm", "viewer", "integration"}) {
            given().auth()
                    .oauth2(Issuer.token("audited", "ana", role))
                    .get(ENTRIES)
                    .then()
                    .statusCode(403);
        }
        given().auth().oauth2(Issuer.operatorToken("olga")).get(ENTRIES).then().statusCode(403);
        given().auth()
                .oauth2(Issuer.token("unaudited", "zoe", "cs-admin"))
                .get(ENTRIES)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }
}
