package io.farol.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What every OpenAPI document of ours must say; each fault is one line that names its place. */
public final class OpenApiLint {
    private static final String LINKS = "/download-links";

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private OpenApiLint(JsonNode document) {
        this.document = document;
    }

    /** All faults of a document. */
    public static List<String> faults(JsonNode document) {
        OpenApiLint lint = new OpenApiLint(document);
        document.path("x-farol-faults").forEach(fault -> lint.faults.add(fault.asText()));
        Set<String> ids = new HashSet<>();
        for (OpenApiFile.Operation operation : OpenApiFile.operations(document)) {
            String id = operation.node().path("operationId").asText();
            if (id.isEmpty() || !ids.add(id)) {
                lint.fault(operation, "needs an operationId of its own, has \"" + id + "\"");
            }
            lint.checkWords(operation);
            lint.checkAnswers(operation);
            lint.checkParameters(operation);
            lint.checkBodies(operation);
        }
        lint.checkReferences(document, "");
        return lint.faults;
    }

    private void fault(OpenApiFile.Operation operation, String what) {
        faults.add(operation + ": " + what);
    }

    private void checkWords(OpenApiFile.Operation operation) {
        if (operation.node().path("summary").asText().isBlank()) {
            fault(operation, "needs a summary: @Operation(summary = …)");
        }
        if (operation.node().path("tags").isEmpty()) {
            fault(operation, "needs a tag: @Tag on its resource");
        }
        boolean isOpen = operation.node().path("security").isArray()
                && operation.node().path("security").isEmpty();
        if (!isOpen && operation.node().path("x-farol-roles").isEmpty()) {
            fault(operation, "says nobody may call it: @RolesAllowed or @PermitAll");
        }
    }

    private void checkAnswers(OpenApiFile.Operation operation) {
        Set<String> statuses = new TreeSet<>();
        operation.node().path("responses").fieldNames().forEachRemaining(statuses::add);
        if (statuses.stream().noneMatch(status -> status.startsWith("2"))) {
            fault(operation, "documents no success");
        }
        if (statuses.stream().noneMatch(status -> status.startsWith("4"))) {
            fault(operation, "documents no refusal");
        }
        JsonNode made = operation.node().path("responses").path("201");
        if (operation.verb().equals("post")
                && !made.isMissingNode()
                && made.path("headers").path("Location").isMissingNode()) {
            fault(operation, "documents no Location of what it makes");
        }
        if (operation.verb().equals("post") && operation.path().endsWith(LINKS)) {
            checkFile(operation);
        }
    }

    /** What a link downloads can also be asked for. */
    private void checkFile(OpenApiFile.Operation link) {
        String file = link.path().substring(0, link.path().length() - LINKS.length());
        JsonNode answer =
                document.path("paths").path(file).path("get").path("responses").path("200");
        if (!answer.path("content").has("text/csv")) {
            fault(link, "links to " + file + ", which does not say that it answers text/csv");
        }
    }

    private void checkParameters(OpenApiFile.Operation operation) {
        for (JsonNode parameter : operation.node().path("parameters")) {
            JsonNode schema = parameter.path("schema");
            if (hasPlainUuid(schema) || hasPlainUuid(schema.path("items"))) {
                fault(operation, "parameter " + parameter.path("name").asText() + " is a plain UUID: use a typed id");
            }
            if (schema.isMissingNode()) {
                fault(operation, "parameter " + parameter.path("name").asText() + " has no schema");
            }
        }
    }

    private void checkBodies(OpenApiFile.Operation operation) {
        operation.node().path("requestBody").path("content").properties().forEach(media -> {
            if (!media.getKey().contains("json") || media.getKey().contains("ndjson")) {
                return;
            }
            JsonNode example = media.getValue().path("example");
            if (example.isMissingNode()) {
                fault(operation, "body has no example: @Schema(examples = …) on its record");
            } else {
                checkExample(operation, example, media.getValue().path("schema"), "");
            }
            checkNoPlainUuid(operation, media.getValue().path("schema"), "", new HashSet<>());
        });
    }

    private void checkExample(OpenApiFile.Operation operation, JsonNode example, JsonNode schema, String place) {
        JsonNode resolved = OpenApiFile.resolved(document, schema);
        for (JsonNode alternative : resolved.path("anyOf")) {
            if (!alternative.path("$ref").isMissingNode() && !example.isNull()) {
                checkExample(operation, example, alternative, place);
            }
        }
        if (example.isArray()) {
            for (JsonNode item : example) {
                checkExample(operation, item, resolved.path("items"), place + "/*");
            }
        }
        if (!example.isObject() || resolved.path("properties").isMissingNode()) {
            return;
        }
        for (JsonNode required : resolved.path("required")) {
            if (!example.has(required.asText())) {
                fault(operation, "example lacks " + place + "/" + required.asText());
            }
        }
        example.properties().forEach(field -> {
            JsonNode property = resolved.path("properties").path(field.getKey());
            if (property.isMissingNode()) {
                fault(operation, "example has an unknown field " + place + "/" + field.getKey());
            } else {
                checkExample(operation, field.getValue(), property, place + "/" + field.getKey());
            }
        });
    }

    private void checkNoPlainUuid(OpenApiFile.Operation operation, JsonNode schema, String place, Set<String> seen) {
        if (hasPlainUuid(schema)) {
            fault(operation, "field " + place + " is a plain UUID: use a typed id");
            return;
        }
        if (schema.has("$ref") && !seen.add(schema.path("$ref").asText())) {
            return;
        }
        JsonNode resolved = OpenApiFile.resolved(document, schema);
        resolved.path("properties")
                .properties()
                .forEach(property ->
                        checkNoPlainUuid(operation, property.getValue(), place + "/" + property.getKey(), seen));
        resolved.path("anyOf").forEach(alternative -> checkNoPlainUuid(operation, alternative, place, seen));
        if (resolved.has("items")) {
            checkNoPlainUuid(operation, resolved.path("items"), place + "/*", seen);
        }
    }

    private static boolean hasPlainUuid(JsonNode schema) {
        return schema.path("format").asText().equals("uuid");
    }

    private void checkReferences(JsonNode node, String place) {
        JsonNode ref = node.path("$ref");
        if (ref.isTextual() && document.at(ref.asText().substring(1)).isMissingNode()) {
            faults.add(place + ": refers to " + ref.asText() + ", which is not there");
        }
        node.properties().forEach(field -> checkReferences(field.getValue(), place + "/" + field.getKey()));
        if (node.isArray()) {
            node.forEach(item -> checkReferences(item, place + "/*"));
        }
    }
}
