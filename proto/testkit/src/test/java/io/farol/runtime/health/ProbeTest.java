package io.farol.runtime.health;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ProbeTest {
    private final String management;

    private final Flyway flyway;

    ProbeTest(@ConfigProperty(name = "quarkus.management.test-port") int managementPort, Flyway flyway) {
        this.management = "http://127.0.0.1:" + managementPort + "/q/";
        this.flyway = flyway;
    }

    @Test
    void hasStartedWhenItsSchemaIsThere() {
        given().get(management + "health/started").then().statusCode(200).body("checks.name", hasItem("schema"));
        assertEquals(0, SchemaIsOurs.missing(flyway));
    }

    @Test
    void hasNotStartedWhileMigrationsAreMissing() {
        Map<String, String> empty = Postgres.createDatabase("unmigrated");
        Flyway unmigrated = Flyway.configure()
                .configuration(flyway.getConfiguration())
                .initSql(null)
                .dataSource(empty.get("farol.db.url"), empty.get("farol.db.user"), empty.get("farol.db.password"))
                .load();

        assertTrue(SchemaIsOurs.missing(unmigrated) > 0);
    }

    @Test
    void isReadyByItsOwnDatabaseAlone() {
        given().get(management + "health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body(
                        "checks.name",
                        everyItem(matchesPattern("Database connections health check|gRPC Server|Graceful Shutdown")));
    }

    @Test
    void livesByItsProcessAlone() {
        given().get(management + "health/live")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks", empty());
    }

    @Test
    void countsRequestsByEndpoint() {
        given().get("/v1/security-samples").then().statusCode(401);

        given().get(management + "metrics")
                .then()
                .statusCode(200)
                .body(containsString("http_server_requests_seconds_count"))
                .body(containsString("agroal_"));
    }

    @Test
    void keepsProbesAndMetricsOffThePublicPort() {
        for (String path : new String[] {"/q/health", "/q/health/ready", "/q/metrics"}) {
            given().get(path).then().statusCode(404);
        }
    }
}
