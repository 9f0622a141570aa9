package io.farol.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service's OpenAPI document, read for the places that an id can be sent in. */
final class ApiDocument {
    private static final List<String> VERBS = List.of("get", "post", "put", "patch", "delete");

    private final JsonNode root;

    ApiDocument(JsonNode root) {
        this.root = root;
    }

    /** The document as the build of this module wrote it. */
    static ApiDocument ofBuild() throws IOException {
        return new ApiDocument(new ObjectMapper()
                .readTree(Path.of("target", "openapi", "openapi.json").toFile()));
    }

    /** All operations that a tenant's member may call. */
    List<ApiOperation> operations() {
        List<ApiOperation> operations = new ArrayList<>();
        root.path("paths").properties().forEach(path -> {
            for (String verb : VERBS) {
                JsonNode operation = path.getValue().path(verb);
                if (operation.isObject() && isForTenants(operation)) {
                    operations.add(operation(path.getKey(), verb, path.getValue(), operation));
                }
            }
        });
        return operations;
    }

    private static boolean isForTenants(JsonNode operation) {
        JsonNode roles = operation.path("x-farol-roles");
        return !(roles.size() == 1 && roles.get(0).asText().equals("platform-operator"));
    }

    private ApiOperation operation(String path, String verb, JsonNode item, JsonNode operation) {
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(p -> parameters.add(resolved(p)));
        operation.path("parameters").forEach(p -> parameters.add(resolved(p)));
        Set<ApiSlot> slots = new LinkedHashSet<>();
        List<String> bareIds = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            String in = parameter.path("in").asText();
            String name = parameter.path("name").asText();
            find(
                    parameter.path("schema"),
                    "",
                    (pointer, ref) -> slots.add(ApiSlot.of(
                            in.equals("path") ? ApiSlot.Place.PATH : ApiSlot.Place.QUERY,
                            name,
                            ref,
                            parameter.path("required").asBoolean())),
                    bareIds,
                    name);
            if (name.equals("externalId")) {
                boolean isPath = in.equals("path");
                slots.add(new ApiSlot(
                        isPath ? ApiSlot.Place.PATH : ApiSlot.Place.QUERY, name, collection(path), isPath, true));
            }
            if (name.equals("pageToken")) {
                slots.add(ApiSlot.of(ApiSlot.Place.PAGE_TOKEN, name, "", false));
            }
        }
        @Nullable String mediaType = null;
        @Nullable JsonNode example = null;
        for (var media : operation.path("requestBody").path("content").properties()) {
            if (mediaType == null && media.getKey().contains("json")) {
                mediaType = media.getKey();
                example = example(media.getValue());
                find(
                        media.getValue().path("schema"),
                        "",
                        (pointer, ref) -> slots.add(ApiSlot.of(ApiSlot.Place.BODY, pointer, ref, false)),
                        bareIds,
                        "body");
                ownExternalId(media.getValue().path("schema"))
                        .filter(_ -> !path.contains("by-external-id")) // there the path says it
                        .ifPresent(pointer ->
                                slots.add(new ApiSlot(ApiSlot.Place.BODY, pointer, collection(path), false, true)));
            }
        }
        return new ApiOperation(
                path,
                verb,
                parameters,
                List.copyOf(slots),
                bareIds,
                mediaType,
                example,
                resolvedEach(operation.path("responses")));
    }

    private JsonNode resolvedEach(JsonNode answers) {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        answers.properties().forEach(answer -> resolved.set(answer.getKey(), resolved(answer.getValue())));
        return resolved;
    }

    /** Where a body says the external id of what is being made; in a batch, of its first item. */
    private Optional<String> ownExternalId(JsonNode schema) {
        JsonNode properties = resolved(schema).path("properties");
        JsonNode ofItem = resolved(properties.path("items").path("items")).path("properties");
        if (properties.has("externalId")) {
            return Optional.of("/externalId");
        }
        return ofItem.has("externalId") ? Optional.of("/items/0/externalId") : Optional.empty();
    }

    /** What {@code /v1/accounts}, {@code /v1/accounts/batches}, {@code /v1/accounts/bulk-edits}, {@code /v1/accounts/{accountId}} and {@code /v1/accounts/by-external-id/…} are about: {@code account}. */
    private static String collection(String path) {
        return path.replaceAll("/(by-external-id/.*|batches|bulk-edits|download-links|archived|\\{[^/]+})$", "")
                .replaceAll("^.*/", "")
                .replaceAll("ies$", "y")
                .replaceAll("s$", "");
    }

    private @Nullable JsonNode example(JsonNode media) {
        for (JsonNode candidate : List.of(
                media.path("example"),
                media.path("examples").path(0),
                resolved(media.path("schema")).path("example"),
                resolved(media.path("schema")).path("examples").path(0))) {
            if (candidate.isContainerNode()) {
                return candidate;
            }
        }
        return null;
    }

    private interface Found {
        void at(String pointer, String ref);
    }

    private void find(JsonNode schema, String pointer, Found found, List<String> bareIds, String where) {
        find(schema, pointer, found, bareIds, where, 0);
    }

    private void find(JsonNode raw, String pointer, Found found, List<String> bareIds, String where, int depth) {
        JsonNode schema = resolved(raw);
        if (depth > 12) {
            return;
        }
        if (schema.hasNonNull("x-farol-ref")) {
            found.at(pointer, schema.get("x-farol-ref").asText());
            return;
        }
        if (schema.path("format").asText().equals("uuid")) {
            bareIds.add(where + pointer);
        }
        schema.path("properties")
                .properties()
                .forEach(property ->
                        find(property.getValue(), pointer + "/" + property.getKey(), found, bareIds, where, depth + 1));
        if (schema.has("items")) {
            find(schema.get("items"), pointer + "/0", found, bareIds, where, depth + 1);
        }
        for (String combined : List.of("anyOf", "oneOf", "allOf")) {
            schema.path(combined).forEach(part -> find(part, pointer, found, bareIds, where, depth + 1));
        }
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode current = node;
        for (int i = 0; i < 20 && current.hasNonNull("$ref"); i++) {
            current = root.at(current.get("$ref").asText().substring(1));
        }
        return current;
    }

    /** The operation that reads what a path names, to get its ETag. */
    Optional<String> readablePath(String path) {
        String candidate = path;
        while (candidate.contains("{")) {
            String prefix = candidate.substring(0, candidate.lastIndexOf('}') + 1);
            if (root.path("paths").path(prefix).has("get")) {
                return Optional.of(prefix);
            }
            candidate = prefix.substring(0, prefix.lastIndexOf('{'));
        }
        return Optional.empty();
    }
}
