package io.farol.runtime.imports;

import static io.restassured.RestAssured.given;

import io.farol.runtime.security.Role;
import io.farol.testkit.Issuer;
import io.farol.testkit.Postgres;
import io.farol.testkit.ServiceUnderTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** How the import tests speak to the service, and how they look at what it wrote. */
final class ImportCalls {
    private ImportCalls() {}

    static RequestSpecification as(String tenant) {
        return given().auth().oauth2(Issuer.token(tenant, "robot", Role.INTEGRATION));
    }

    static Response send(String tenant, String csv, Map<String, ?> parameters) {
        return send(tenant, csv.getBytes(StandardCharsets.UTF_8), "text/csv", parameters);
    }

    static Response send(String tenant, byte[] body, String type, Map<String, ?> parameters) {
        return as(tenant)
                .queryParams(parameters)
                .header("Content-Type", type)
                .body(body)
                .post("/v1/gadgets/imports");
    }

    /** The job when it is over. */
    static JsonPath finished(String tenant, Response accepted) {
        accepted.then().statusCode(202);
        String id = accepted.jsonPath().getString("id");
        return Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(30))
                .until(
                        () -> as(tenant)
                                .get("/v1/gadgets/imports/" + id)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        job -> !job.getString("state").equals("RUNNING"));
    }

    static JsonPath imported(String tenant, String csv, Map<String, ?> parameters) {
        return finished(tenant, send(tenant, csv, parameters));
    }

    static List<Map<String, Object>> errors(String tenant, JsonPath job) {
        return as(tenant)
                .get("/v1/gadgets/imports/" + job.getString("id") + "/errors")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    /** Each fault as {@code line field code value}. */
    static List<String> faults(String tenant, JsonPath job) {
        return errors(tenant, job).stream()
                .map(fault -> fault.get("line") + " " + fault.get("field") + " " + fault.get("code") + " "
                        + fault.get("value"))
                .toList();
    }

    /** One value, seen by the superuser. */
    static String seen(String sql) {
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(ServiceUnderTest.DATABASE));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "none";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static long count(String table, String tenant) {
        return Long.parseLong(seen("select count(*) from " + table + " where tenant_id = '" + tenant + "'"));
    }
}
