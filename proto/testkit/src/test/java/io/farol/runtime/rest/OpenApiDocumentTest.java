package io.farol.runtime.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.testkit.LabelContract;
import io.farol.testkit.OpenApiFile;
import io.farol.testkit.OpenApiLint;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class OpenApiDocumentTest {

    private static JsonNode operation(String path, String verb) {
        return OpenApiFile.tree().path("paths").path(path).path(verb);
    }

    private static JsonNode schema(String name) {
        return OpenApiFile.tree().path("components").path("schemas").path(name);
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(item ->
                texts.add(field.isEmpty() ? item.asText() : item.path(field).asText()));
        return texts;
    }

    private static List<String> faultsOfThings(JsonNode document) {
        return OpenApiLint.faults(document).stream()
                .filter(fault -> fault.contains(" /v1/things"))
                .toList();
    }

    @Test
    void saysWhatAClientNeeds() {
        assertEquals(List.of(), faultsOfThings(OpenApiFile.tree()));
    }

    @Test
    void publishesEachTypedIdWithWhatItRefersTo() {
        assertEquals("thing", schema("ThingId").path("x-farol-ref").asText());
        assertEquals("uuid", schema("ThingId").path("format").asText());
        JsonNode parameter =
                operation("/v1/things/{thingId}", "get").path("parameters").get(0);
        assertEquals("thingId", parameter.path("name").asText());
        assertEquals(
                "#/components/schemas/ThingId",
                parameter.path("schema").path("$ref").asText());
    }

    @Test
    void documentsAListFromItsDeclaration() {
        List<String> names = texts(operation("/v1/things", "get").path("parameters"), "name");

        assertTrue(
                names.containsAll(List.of(
                        "colour",
                        "tag",
                        "attr.*",
                        "renewsOnFrom",
                        "renewsOnUntil",
                        "q",
                        "id",
                        "sort",
                        "pageSize",
                        "pageToken",
                        "count",
                        "locale")),
                names::toString);
        assertTrue(operation("/v1/things", "get").at("/responses/200/content").has("text/csv"));
    }

    @Test
    void documentsADownloadLinkByTheParametersOfItsFile() {
        JsonNode link = operation("/v1/things/download-links", "post");

        assertEquals(
                texts(operation("/v1/things", "get").path("parameters"), "name").stream()
                        .filter(name ->
                                !List.of("pageSize", "pageToken", "count").contains(name))
                        .toList(),
                texts(link.path("parameters"), "name"));
        link.path("parameters").forEach(parameter -> assertTrue(!parameter.has("x-farol-filter"), parameter::toString));
        assertEquals(
                "#/components/schemas/DownloadLink",
                link.at("/responses/201/content/application~1json/schema/$ref").asText());
    }

    @Test
    void documentsWhatAnImportIsSentWithAndAnswers() {
        JsonNode start = operation("/v1/gadgets/imports", "post");

        assertEquals(
                List.of(
                        "Idempotency-Key",
                        "mode",
                        "delimiter",
                        "encoding",
                        "decimalSeparator",
                        "dateFormat",
                        "map.*",
                        "createParents"),
                texts(start.path("parameters"), "name"));
        assertEquals(
                "#/components/schemas/ImportMode",
                start.at("/parameters/1/schema/$ref").asText());
        assertEquals(
                List.of("ATOMIC", "PARTIAL", "VALIDATE"),
                texts(schema("ImportMode").path("x-extensible-enum"), ""));
        assertTrue(
                start.path("responses").has("202") && !start.path("responses").has("201"));
    }

    @Test
    void documentsWhatACreationAnswers() {
        JsonNode made = operation("/v1/things", "post").path("responses").path("201");

        assertTrue(made.path("headers").has("Location"));
        assertTrue(made.path("headers").has("ETag"));
        assertEquals(
                "thingCreate",
                operation("/v1/things", "post").path("operationId").asText());
        assertEquals(
                "Lamp",
                operation("/v1/things", "post")
                        .at("/requestBody/content/application~1json/example/name")
                        .asText());
        assertEquals(
                "#/components/responses/VersionRequired",
                operation("/v1/things/{thingId}", "patch")
                        .at("/responses/428/$ref")
                        .asText());
    }

    @Test
    void requiresWhatTheRecordRequires() {
        assertEquals(List.of("name", "colour"), texts(schema("ThingRequest").path("required"), ""));
        assertTrue(schema("ThingRequestPatch").path("required").isMissingNode());
        assertTrue(texts(schema("ThingView").path("required"), "").contains("price"));
        assertEquals(List.of("RED", "DARK_BLUE"), texts(schema("ThingColour").path("x-extensible-enum"), ""));
        assertTrue(schema("ThingColour").path("enum").isMissingNode());
    }

    @Test
    void noticesWhatADocumentLacks() {
        ObjectNode document = (ObjectNode) OpenApiFile.tree();
        ObjectNode post = (ObjectNode) document.path("paths").path("/v1/things").path("post");
        post.remove("summary");
        ((ObjectNode) document.at("/paths/~1v1~1things/get/responses/200/content")).remove("text/csv");
        ((ObjectNode) post.at("/requestBody/content/application~1json/example")).put("colur", 1);
        ObjectNode get =
                (ObjectNode) document.path("paths").path("/v1/things/{thingId}").path("get");
        ((ObjectNode) get.path("parameters").get(0))
                .putObject("schema")
                .put("type", "string")
                .put("format", "uuid");

        assertEquals(
                List.of(
                        "POST /v1/things: needs a summary: @Operation(summary = …)",
                        "POST /v1/things: example has an unknown field /colur",
                        "POST /v1/things/download-links: links to /v1/things, which does not say that it answers text/csv",
                        "GET /v1/things/{thingId}: parameter thingId is a plain UUID: use a typed id"),
                faultsOfThings(document));
    }

    @Test
    void everyProblemOfTheRuntimeHasATextInEveryLanguage() {
        assertEquals(List.of(), LabelContract.missingTexts("io.farol.runtime"));
    }
}
