package io.farol.testkit;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A list of a service under test as its reader has it as a file. */
public final class CsvFile {
    private CsvFile() {}

    /**
     * Asks for a list as CSV, and again by a download link, which has to give the same. Who takes JSON as well, as typed clients do of a path that answers both, gets JSON.
     *
     * @param list path and query, such as {@code /v1/accounts?sector=Varejo}
     * @param name of the file
     * @return its lines, the header first
     */
    public static List<String> lines(String token, String list, String name) {
        Response asked = given().urlEncodingEnabled(false)
                .auth()
                .oauth2(token)
                .accept("text/csv")
                .get(list);
        asked.then().statusCode(200).header("Content-Disposition", "attachment; filename=\"" + name + "\"");
        given().urlEncodingEnabled(false)
                .auth()
                .oauth2(token)
                .accept("application/json, text/csv, application/problem+json")
                .get(list)
                .then()
                .statusCode(200)
                .contentType("application/json");
        int query = list.indexOf('?');
        String link = given().urlEncodingEnabled(false)
                .auth()
                .oauth2(token)
                .post(list.substring(0, query) + "/download-links" + list.substring(query))
                .then()
                .statusCode(201)
                .extract()
                .path("url");
        Response linked = given().urlEncodingEnabled(false).get(link);
        linked.then().statusCode(200);
        String text = new String(asked.asByteArray(), StandardCharsets.UTF_8);
        assertEquals(text, new String(linked.asByteArray(), StandardCharsets.UTF_8));
        return text.lines().toList();
    }
}
