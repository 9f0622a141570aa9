package io.farol.runtime.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ExportAndBatchTest {

    private static RequestSpecification as(String tenant) {
        return given().auth().oauth2(Issuer.token(tenant, "ana", "csm")).contentType("application/json");
    }

    private static Response batch(String tenant, String items) {
        return as(tenant).body("{\"items\":[" + items + "]}").post("/v1/things/batches");
    }

    @Test
    void failsNoItemForAnother() {
        String items = IntStream.range(0, 120)
                .mapToObj(i -> i == 7
                        ? "{\"name\":\"\",\"colour\":\"PINK\"}"
                        : i == 60
                                ? "7"
                                : "{\"name\":\"n" + i + "\",\"colour\":\"RED\",\"externalId\":\"x" + (i == 90 ? 89 : i)
                                        + "\"}")
                .collect(Collectors.joining(","));

        Response answer = batch("batch1", items);

        answer.then()
                .statusCode(200)
                .body("results", hasSize(120))
                .body("results.findAll { it.status == 'CREATED' }", hasSize(117))
                .body("results.index", equalTo(IntStream.range(0, 120).boxed().toList()))
                .body("results[0].etag", equalTo("\"1\""))
                .body("results[7].status", equalTo("REJECTED"))
                .body("results[7].problem.errors", hasSize(2))
                .body("results[7].isRetryable", equalTo(false))
                .body("results[60].problem.code", equalTo("WRONG_TYPE"))
                .body("results[90].problem.code", equalTo("EXTERNAL_ID_TAKEN"));
        as("batch1").get("/v1/things?count=true").then().body("total.value", equalTo(117));
    }

    @Test
    void refusesABatchThatIsNone() {
        as("batch2")
                .body("{\"item\":[]}")
                .post("/v1/things/batches")
                .then()
                .statusCode(400)
                .body("errors", hasSize(2));
        batch("batch2", "").then().statusCode(400);
        batch("batch2", "1,".repeat(5_000) + "1").then().statusCode(400).body("code", equalTo("TOO_MANY_ITEMS"));
    }

    @Test
    void exportsTheWholeFilteredListAsCsv() {
        batch(
                        "csv1",
                        IntStream.range(0, 1_100)
                                .mapToObj(i -> "{\"name\":\"n%04d\",\"colour\":\"RED\"}".formatted(i))
                                .collect(Collectors.joining(",")))
                .then()
                .statusCode(200);
        batch("csv1", "{\"name\":\"other\",\"colour\":\"DARK_BLUE\"}").then().statusCode(200);

        Response csv = as("csv1").accept("text/csv").get("/v1/things?colour=RED&sort=-name");

        csv.then().statusCode(200).header("Content-Disposition", "attachment; filename=\"things.csv\"");
        List<String> lines = csv.asString().lines().toList();
        assertEquals(1_101, lines.size());
        assertEquals("id,name,colour,price,renewsOn,tags", lines.getFirst());
        assertEquals("n1099,RED,,,", lines.get(1).substring(37));
        as("csv1").accept("*/*").get("/v1/things?pageSize=1").then().contentType("application/json");
        as("csv1")
                .accept("text/csv, application/json, application/problem+json")
                .get("/v1/things?pageSize=1")
                .then()
                .contentType("application/json");
        as("csv1")
                .accept("text/csv, application/json;q=0.5")
                .get("/v1/things")
                .then()
                .contentType("text/csv;charset=UTF-8");
        as("csv1")
                .accept("text/csv")
                .get("/v1/things?locale=fr")
                .then()
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_VALUE"));
    }

    @Test
    void writesCsvForASpreadsheetInBrazilAndDefusesFormulas() {
        batch("csv2", """
                {"name":"=1+1","colour":"RED","price":{"amount":"1234.5","currency":"BRL"},"renewsOn":"2026-12-31","tags":["@x","b"]},
                {"name":"Ação; \\"x\\"","colour":"RED","price":{"amount":"8.325","currency":"BRL"}}""").then().statusCode(200);

        byte[] csv =
                as("csv2").accept("text/csv").get("/v1/things?locale=pt-BR").asByteArray();

        String text = new String(csv, StandardCharsets.UTF_8);
        assertEquals('\uFEFF', text.charAt(0));
        List<String> lines = text.lines().toList();
        assertEquals("'=1+1;RED;1234,50;31/12/2026;'@x|b", lines.get(1).substring(37));
        assertEquals("\"Ação; \"\"x\"\"\";RED;8,33;;", lines.get(2).substring(37));
    }

    @Test
    void compressesAnswers() {
        as("csv1").header("Accept-Encoding", "gzip").get("/v1/things").then().header("Content-Encoding", "gzip");
    }
}
