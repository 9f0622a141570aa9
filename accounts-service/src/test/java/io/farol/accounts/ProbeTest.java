package io.farol.accounts;

import static io.restassured.RestAssured.given;

import io.farol.testkit.*;
import io.quarkus.test.common.*;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.*;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ProbeTest {
    @Test
    void a() {
        System.out.println("OK "
                + given().auth()
                        .oauth2(Issuer.token("aurora", "ana", "csm"))
                        .get("/v1/probe")
                        .asString());
        System.out.println("NO "
                + given().auth()
                        .oauth2(Issuer.token("aurora", "ana", "viewer"))
                        .get("/v1/probe")
                        .statusCode());
        System.out.println("ANON " + given().get("/v1/probe").statusCode());
        given().auth()
                .oauth2(Issuer.token("aurora", "ana", "csm"))
                .get("/v1/probe")
                .then()
                .statusCode(200);
    }
}
