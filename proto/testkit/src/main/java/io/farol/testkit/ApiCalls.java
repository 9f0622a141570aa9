package io.farol.testkit;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls operations as the document describes them: its examples, with the ids given. */
final class ApiCalls {
    private static final List<String> UNIQUE = List.of("externalId", "code", "requestKey");

    private ApiCalls() {}

    /** @param unique takes the place of external ids and codes in the example of a body */
    static Response send(ApiOperation operation, SlotIds ids, String token, @Nullable String version, String unique) {
        RequestSpecification request = given().auth().oauth2(token);
        if (version != null) {
            request.header("If-Match", version);
        }
        addRequired(operation, request);
        for (ApiSlot slot : operation.slots(ApiSlot.Place.QUERY)) {
            if (ids.has(slot)) {
                request.queryParam(slot.name(), ids.id(slot));
            }
        }
        if (operation.mediaType() != null) {
            request.contentType(operation.mediaType())
                    .body(body(operation, ids, inPath(operation, ids).orElse(unique)));
        }
        return request.request(operation.verb(), filled(operation.path(), operation, ids, unique));
    }

    /** The external id that the path names: the body of a PUT may repeat it, and say no other. */
    private static Optional<String> inPath(ApiOperation operation, SlotIds ids) {
        return operation.slots(ApiSlot.Place.PATH).stream()
                .filter(ApiSlot::isExternal)
                .map(ids::id)
                .findFirst();
    }

    /** One page of a list, of one item; a board's pages are those of one of its columns. */
    static Response page(ApiOperation operation, SlotIds ids, String as, @Nullable PageMark mark) {
        RequestSpecification request = given().auth().oauth2(as).queryParam("pageSize", 1);
        addRequired(operation, request);
        if (mark != null) {
            request.queryParam("pageToken", mark.token());
            if (mark.column() != null) {
                request.queryParam("column", mark.column());
            }
        }
        return request.get(filled(operation.path(), operation, ids, ""));
    }

    /** Where the next page begins; @param column of a board, null for a list */
    record PageMark(String token, @Nullable String column) {
        /** What an answer says; null when it is the last page. */
        static @Nullable PageMark in(Response page) {
            if (page.statusCode() != 200) {
                return null;
            }
            JsonPath body = page.jsonPath();
            @Nullable String token = body.getString("nextPageToken");
            if (token != null) {
                return new PageMark(token, null);
            }
            @Nullable String column = body.getString("columns.find { it.nextPageToken != null }.key");
            return column == null
                    ? null
                    : new PageMark(body.getString("columns.find { it.nextPageToken != null }.nextPageToken"), column);
        }
    }

    private static void addRequired(ApiOperation operation, RequestSpecification request) {
        for (JsonNode parameter : operation.parameters()) {
            boolean isRef = operation.slots(ApiSlot.Place.QUERY).stream()
                    .anyMatch(s -> s.name().equals(parameter.path("name").asText()));
            if (parameter.path("in").asText().equals("query")
                    && parameter.path("required").asBoolean()
                    && !isRef) {
                request.queryParam(parameter.path("name").asText(), example(operation, parameter));
            }
        }
    }

    private static String example(ApiOperation operation, JsonNode parameter) {
        for (JsonNode candidate : List.of(
                parameter.path("example"),
                parameter.path("schema").path("example"),
                parameter.path("schema").path("examples").path(0),
                parameter.path("schema").path("enum").path(0))) {
            if (candidate.isValueNode()) {
                return candidate.asText();
            }
        }
        throw new AssertionError(operation + " has no example for its parameter "
                + parameter.path("name").asText());
    }

    /** The path with its ids. @param externalId where the path names none of those */
    static String filled(String path, ApiOperation operation, SlotIds ids, String externalId) {
        String filled = path;
        for (ApiSlot slot : operation.slots(ApiSlot.Place.PATH)) {
            filled = filled.replace("{" + slot.name() + "}", ids.id(slot));
        }
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            if (filled.contains("{" + name + "}")) {
                filled = filled.replace(
                        "{" + name + "}", name.equals("externalId") ? externalId : example(operation, parameter));
            }
        }
        return filled;
    }

    private static String body(ApiOperation operation, SlotIds ids, String unique) {
        JsonNode example = operation.example();
        if (example == null) {
            throw new AssertionError(operation + " has no example of its body");
        }
        JsonNode body = example.deepCopy();
        makeUnique(body, unique);
        for (ApiSlot slot : operation.slots(ApiSlot.Place.BODY)) {
            if (ids.has(slot)) {
                set(body, slot.name().substring(1).split("/"), 0, ids.id(slot));
            }
        }
        return body.toString();
    }

    private static void makeUnique(JsonNode node, String unique) {
        if (node instanceof ObjectNode object) {
            UNIQUE.stream().filter(name -> object.path(name).isTextual()).forEach(name -> object.put(name, unique));
        }
        node.forEach(child -> makeUnique(child, unique));
    }

    private static void set(JsonNode parent, String[] steps, int step, String id) {
        boolean isLast = step == steps.length - 1;
        if (parent instanceof ArrayNode array) {
            if (array.isEmpty()) {
                array.addObject();
            }
            if (isLast) {
                array.set(0, id);
            } else {
                set(array.get(0), steps, step + 1, id);
            }
        } else if (parent instanceof ObjectNode object) {
            if (isLast) {
                object.put(steps[step], id);
            } else {
                boolean isArrayNext = steps[step + 1].equals("0");
                JsonNode child = object.path(steps[step]);
                if (!child.isContainerNode()) {
                    child = isArrayNext ? object.putArray(steps[step]) : object.putObject(steps[step]);
                }
                set(child, steps, step + 1, id);
            }
        }
    }
}
