package io.farol.testkit;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tries each filter of the API: of two rows that differ in what it selects, it must find the one and not the other. The list of filters comes from the OpenAPI document, so a new filter without rows for it
 * fails; what is done with the rows that a list's filters choose is told by the same declaration. Each service's {@code FilterTest} extends it as a {@code @QuarkusTest} and makes the rows.
 */
public abstract class FilterContract {

    /** Makes two rows for a filter of a list, such as {@code ("/v1/accounts", "sector")}; for a {@code attr.*} the parameter is as documented, with the star. */
    protected abstract TwoRows rowsFor(String path, String parameter);

    /** Whether a list is tried here; the kit's own tests share one service with other samples. */
    protected boolean isTried(String path) {
        return true;
    }

    /** Token of a caller who reads the rows. */
    protected abstract String reader();

    @TestFactory
    Stream<DynamicTest> findsOneOfTwoRowsThatDiffer() {
        List<DynamicTest> tests = new ArrayList<>();
        for (OpenApiFile.Operation operation : OpenApiFile.operations(OpenApiFile.tree())) {
            for (JsonNode parameter : operation.node().path("parameters")) {
                if (operation.verb().equals("get")
                        && isTried(operation.path())
                        && parameter.path("x-farol-filter").asBoolean()) {
                    String name = parameter.path("name").asText();
                    tests.add(DynamicTest.dynamicTest(
                            operation.path() + "?" + name, () -> check(rowsFor(operation.path(), name))));
                }
            }
        }
        assertFalse(tests.isEmpty(), "no filter is documented");
        return tests.stream();
    }

    private void check(TwoRows rows) {
        List<String> all = ids(rows, null);
        assertTrue(all.contains(rows.foundId()), "the row to be found is not in the list at all");
        assertTrue(all.contains(rows.otherId()), "the other row is not in the list at all");

        List<String> found = ids(rows, rows.value());

        assertTrue(found.contains(rows.foundId()), "the filter does not find its row");
        assertFalse(found.contains(rows.otherId()), "the filter finds the other row too");
    }

    private List<String> ids(TwoRows rows, @Nullable String value) {
        List<String> ids = new ArrayList<>();
        @Nullable String token = null;
        do {
            Map<String, String> query = new HashMap<>(Map.of("pageSize", "500"));
            if (value != null) {
                query.put(rows.parameter(), value);
            }
            if (token != null) {
                query.put("pageToken", token);
            }
            JsonPath page = given().auth()
                    .oauth2(reader())
                    .queryParams(query)
                    .get(rows.address())
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("items." + rows.idField(), String.class));
            token = page.getString("nextPageToken");
        } while (token != null);
        return ids;
    }

    /**
     * Two rows that differ in what a filter selects.
     *
     * @param address of the list, without placeholders
     * @param parameter as it is sent, such as {@code sector} or {@code attr.segment}
     * @param value that finds the one
     * @param foundId id of the row to be found
     * @param otherId id of the row that must not be found
     * @param idField field of an item that holds its id
     */
    public record TwoRows(
            String address, String parameter, String value, String foundId, String otherId, String idField) {}
}
