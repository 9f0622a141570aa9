package io.farol.testkit;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.runtime.id.UuidV7;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls operations with ids of another tenant and compares with ids that nobody has. Every request has ids of its own tenant everywhere but in the place under test; the same request with an own id
 * there is the control.
 */
final class IsolationMatrix {
    static final String OWN = "aurora";
    static final String OTHER = "boreal";
    private static final List<String> UNIQUE = List.of("externalId", "code", "requestKey");

    private final ApiDocument document;
    private final Map<String, Function<String, Made>> factories;
    private final String database;
    private final String token;

    /** @param factories by type of id; each makes a thing for the token given */
    IsolationMatrix(ApiDocument document, Map<String, Function<String, Made>> factories, String database) {
        this.document = document;
        this.factories = factories;
        this.database = database;
        this.token = everything(OWN);
    }

    /** A token of a tenant that may do everything in it. */
    static String everything(String tenant) {
        return Issuer.token(tenant, "everything", "cs-admin", "cs-leader", "csm", "viewer", "integration");
    }

    /** What is wrong with an operation in one place; empty when it keeps the tenants apart. */
    Optional<String> fault(ApiOperation operation, ApiSlot slot) {
        if (slot.place() == ApiSlot.Place.PAGE_TOKEN) {
            return pageTokenFault(operation);
        }
        Ids own = own(operation, slot);
        Made theirs = make(slot.ref(), everything(OTHER));
        String foreignId = slot.isExternal() ? String.valueOf(theirs.externalId()) : theirs.id();
        String unknownId = UuidV7.next().toString();
        return compare(operation, slot, own, own.with(slot, foreignId), own.with(slot, unknownId), text -> text.replace(
                        foreignId, "<id>")
                .replace(unknownId, "<id>"));
    }

    /** The same for all ids of a path at once, which then fit each other. */
    Optional<String> faultOfWholePath(ApiOperation operation) {
        List<ApiSlot> slots = operation.slots(ApiSlot.Place.PATH);
        Ids own = own(operation, slots.getLast());
        Ids foreign = own;
        Ids unknown = own;
        Map<String, String> foreignIds = new HashMap<>();
        resolve(slots, everything(OTHER), foreignIds);
        for (ApiSlot slot : slots) {
            foreign = foreign.with(slot, foreignIds.get(slot.key()));
            unknown = unknown.with(slot, UuidV7.next().toString());
        }
        Ids finalForeign = foreign;
        Ids finalUnknown = unknown;
        return compare(operation, slots.getLast(), own, foreign, unknown, text -> {
            String masked = text;
            for (ApiSlot slot : slots) {
                masked = masked.replace(finalForeign.id(slot), "<id>").replace(finalUnknown.id(slot), "<id>");
            }
            return masked;
        });
    }

    private Optional<String> compare(
            ApiOperation operation, ApiSlot slot, Ids own, Ids foreign, Ids unknown, Function<String, String> masking) {
        @Nullable String version = operation.needsVersion() ? version(operation, own) : null;
        String unique = "u" + UuidV7.next();
        Map<String, String> before = TenantRows.settled(database, OTHER);
        Response ofForeign = send(operation, foreign, version, unique);
        Map<String, String> after = TenantRows.of(database, OTHER);
        Response ofUnknown = send(operation, unknown, version, unique);
        Response control = send(operation, own, version, unique + "c");
        String foreignAnswer = ofForeign.statusCode() + " " + masked(ofForeign, masking);
        String unknownAnswer = ofUnknown.statusCode() + " " + masked(ofUnknown, masking);
        if (!before.equals(after)) {
            return Optional.of("it changed the other tenant's rows");
        }
        if (!foreignAnswer.equals(unknownAnswer)) {
            return Optional.of("another tenant's id: " + foreignAnswer + "\nan unknown one: " + unknownAnswer);
        }
        if (ofForeign.statusCode() == 403 || slot.place() == ApiSlot.Place.PATH && ofForeign.statusCode() != 404) {
            return Optional.of("answered " + foreignAnswer);
        }
        return control.statusCode() / 100 == 2
                ? Optional.empty()
                : Optional.of("the control with own ids failed: " + control.statusCode() + " " + control.asString());
    }

    private Optional<String> pageTokenFault(ApiOperation operation) {
        Ids own = own(operation, null);
        Ids others = own;
        Map<String, String> theirs = new HashMap<>();
        resolve(operation.slots(ApiSlot.Place.PATH), everything(OTHER), theirs);
        for (ApiSlot slot : operation.slots(ApiSlot.Place.PATH)) {
            others = others.with(slot, theirs.get(slot.key()));
        }
        Optional<String> listed = listed(operation);
        for (int i = 0; i < 2; i++) {
            listed.ifPresent(ref -> make(ref, everything(OTHER)));
        }
        Response theirPage = page(operation, others, everything(OTHER), null);
        @Nullable String taken = theirPage.statusCode() == 200 ? theirPage.path("nextPageToken") : null;
        if (taken == null && operation.slots(ApiSlot.Place.PATH).isEmpty() && listed.isPresent()) {
            return Optional.of("the control with two things has no second page");
        }
        if (taken == null) {
            return pageTokenFault(operation, own, tokenOfAnotherList());
        }
        Response control = page(operation, others, everything(OTHER), taken);
        if (control.statusCode() != 200) {
            return Optional.of("the control with the token's own tenant failed: " + control.asString());
        }
        return pageTokenFault(operation, own, taken);
    }

    private Optional<String> pageTokenFault(ApiOperation operation, Ids own, String taken) {
        Response ofForeign = page(operation, own, token, taken);
        boolean isRefused =
                ofForeign.statusCode() == 400 && ofForeign.asString().contains("INVALID_PAGE_TOKEN");
        return isRefused
                ? Optional.empty()
                : Optional.of("another tenant's page token: " + ofForeign.statusCode() + " " + ofForeign.asString());
    }

    /** A page token of another tenant's list of something that stands alone. */
    private String tokenOfAnotherList() {
        for (ApiOperation operation : document.operations()) {
            Optional<String> listed = listed(operation);
            boolean isAlone = operation.verb().equals("get")
                    && operation.slots(ApiSlot.Place.PATH).isEmpty();
            if (isAlone && listed.isPresent()) {
                make(listed.get(), everything(OTHER));
                make(listed.get(), everything(OTHER));
                return page(operation, new Ids(Map.of()), everything(OTHER), null)
                        .path("nextPageToken");
            }
        }
        throw new AssertionError("no list has a second page");
    }

    private Response page(ApiOperation operation, Ids ids, String as, @Nullable String pageToken) {
        RequestSpecification request = given().auth().oauth2(as).queryParam("pageSize", 1);
        addRequired(operation, request);
        if (pageToken != null) {
            request.queryParam("pageToken", pageToken);
        }
        return request.get(filled(operation.path(), operation, ids, ""));
    }

    /** The type of what a collection lists, by the factory that makes things of its path. */
    private Optional<String> listed(ApiOperation operation) {
        String last = operation.path().substring(operation.path().lastIndexOf('/') + 1);
        return factories.keySet().stream()
                .filter(ref -> last.equals(ref + "s") || last.equals(ref.replaceAll("y$", "ie") + "s"))
                .findFirst();
    }

    private Ids own(ApiOperation operation, @Nullable ApiSlot tested) {
        Map<String, String> ids = new HashMap<>();
        Map<ApiSlot, String> chosen = new HashMap<>();
        List<ApiSlot> paths = operation.slots(ApiSlot.Place.PATH);
        boolean isOfPath =
                tested != null && paths.stream().anyMatch(path -> path.key().equals(tested.key()));
        if (tested != null && tested.place() == ApiSlot.Place.BODY && !isOfPath) {
            resolve(List.of(tested), token, ids); // the path names its parents
        }
        resolve(paths, token, ids);
        if (tested != null && tested.place() == ApiSlot.Place.BODY && isOfPath) {
            chosen.put(tested, make(tested.ref(), token).id()); // not the thing of the path itself
        }
        for (ApiSlot slot : operation.slots()) {
            boolean isSent = slot.place() == ApiSlot.Place.PATH
                    || slot.equals(tested)
                    || slot.isRequired()
                    || isInExample(operation, slot);
            if (isSent && slot.place() != ApiSlot.Place.PAGE_TOKEN && !chosen.containsKey(slot)) {
                resolve(List.of(slot), token, ids);
                chosen.put(slot, ids.get(slot.key()));
            }
        }
        return new Ids(Map.copyOf(chosen));
    }

    private static boolean isInExample(ApiOperation operation, ApiSlot slot) {
        JsonNode example = operation.example();
        return slot.place() == ApiSlot.Place.BODY
                && example != null
                && !example.at(slot.name()).isMissingNode();
    }

    /** Makes things from the last slot on, so that those before it can be its parents. */
    private void resolve(List<ApiSlot> slots, String as, Map<String, String> ids) {
        for (ApiSlot slot : slots.reversed()) {
            if (!ids.containsKey(slot.key())) {
                Made made = make(slot.ref(), as);
                ids.put(slot.ref(), made.id());
                if (made.externalId() != null) {
                    ids.put(slot.ref() + "#external", made.externalId());
                }
                made.parents().forEach(ids::putIfAbsent);
            }
        }
    }

    private Made make(String ref, String as) {
        Function<String, Made> factory = factories.get(ref);
        if (factory == null) {
            throw new AssertionError("no factory makes a thing for x-farol-ref " + ref);
        }
        return factory.apply(as);
    }

    private @Nullable String version(ApiOperation operation, Ids ids) {
        String readable = document.readablePath(operation.path())
                .orElseThrow(() -> new AssertionError(operation + " needs If-Match, and nothing can be read for it"));
        return given().auth()
                .oauth2(token)
                .get(filled(readable, operation, ids, ""))
                .header("ETag");
    }

    private Response send(ApiOperation operation, Ids ids, @Nullable String version, String unique) {
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
            request.contentType(operation.mediaType()).body(body(operation, ids, unique));
        }
        return request.request(operation.verb(), filled(operation.path(), operation, ids, unique));
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

    private static String filled(String path, ApiOperation operation, Ids ids, String externalId) {
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

    private static String body(ApiOperation operation, Ids ids, String unique) {
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

    private static String masked(Response response, Function<String, String> masking) {
        return masking.apply(response.asString())
                .replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"<request>\"")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "<instant>")
                .replaceAll("\"lagSeconds\":\\d+", "\"lagSeconds\":0");
    }

    /** The ids of one request, by place. */
    private record Ids(Map<ApiSlot, String> byPlace) {
        boolean has(ApiSlot slot) {
            return byPlace.containsKey(slot);
        }

        String id(ApiSlot slot) {
            return Objects.requireNonNull(byPlace.get(slot), slot::toString);
        }

        Ids with(ApiSlot slot, @Nullable String id) {
            Map<ApiSlot, String> changed = new HashMap<>(byPlace);
            changed.put(slot, Objects.requireNonNull(id, slot::toString));
            return new Ids(Map.copyOf(changed));
        }
    }
}
