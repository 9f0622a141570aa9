package io.farol.testkit;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.ApiCalls.PageMark;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Calls operations with ids of another tenant and compares with ids that nobody has. Every request has ids of its own tenant everywhere but in the place under test; the same request with an own id
 * there is the control.
 */
final class IsolationMatrix {
    static final String OWN = "aurora";
    static final String OTHER = "boreal";

    private final ApiDocument document;
    private final Map<String, Function<String, Made>> factories;
    private final Map<String, Function<String, Map<String, String>>> twoRows;
    private final String database;
    private final String token;

    /**
     * @param factories by type of id; each makes a thing for the token given
     * @param twoRows by operation; each fills a list with at least two rows for the token given, and says the ids of its path by their types
     */
    IsolationMatrix(
            ApiDocument document,
            Map<String, Function<String, Made>> factories,
            Map<String, Function<String, Map<String, String>>> twoRows,
            String database) {
        this.document = document;
        this.factories = factories;
        this.twoRows = twoRows;
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
        SlotIds own = own(operation, slot);
        Made theirs = make(slot.ref(), everything(OTHER));
        String foreignId = slot.isExternal() ? String.valueOf(theirs.externalId()) : theirs.id();
        String unknownId = UuidV7.next().toString();
        UnaryOperator<String> masking = text ->
                text.replace(foreignId, "<id>").replace(unknownId, "<id>").replace(theirs.id(), "<theirs>");
        return compare(operation, slot, own, own.with(slot, foreignId), own.with(slot, unknownId), masking);
    }

    /** The same for all ids of a path at once, which then fit each other. */
    Optional<String> faultOfWholePath(ApiOperation operation) {
        List<ApiSlot> slots = operation.slots(ApiSlot.Place.PATH);
        SlotIds own = own(operation, slots.getLast());
        SlotIds foreign = own;
        SlotIds unknown = own;
        Map<String, String> foreignIds = new HashMap<>();
        resolve(slots, everything(OTHER), foreignIds);
        for (ApiSlot slot : slots) {
            foreign = foreign.with(slot, foreignIds.get(slot.key()));
            unknown = unknown.with(slot, UuidV7.next().toString());
        }
        SlotIds finalForeign = foreign;
        SlotIds finalUnknown = unknown;
        return compare(operation, slots.getLast(), own, foreign, unknown, text -> {
            String masked = text;
            for (ApiSlot slot : slots) {
                masked = masked.replace(finalForeign.id(slot), "<id>").replace(finalUnknown.id(slot), "<id>");
            }
            return masked;
        });
    }

    private Optional<String> compare(
            ApiOperation operation,
            ApiSlot slot,
            SlotIds own,
            SlotIds foreign,
            SlotIds unknown,
            Function<String, String> masking) {
        String unique = "u" + UuidV7.next();
        Map<String, String> before = TenantRows.settled(database, OTHER);
        Response ofForeign = send(operation, own, foreign, unique);
        Map<String, String> after = TenantRows.of(database, OTHER);
        Response ofUnknown = send(operation, own, unknown, unique);
        Response control = send(operation, own, own, unique + "c");
        String foreignAnswer = ofForeign.statusCode() + " " + masked(ofForeign, slot, masking);
        String unknownAnswer = ofUnknown.statusCode() + " " + masked(ofUnknown, slot, masking);
        if (!before.equals(after)) {
            return Optional.of("it changed the other tenant's rows in " + TenantRows.difference(before, after));
        }
        if (!foreignAnswer.equals(unknownAnswer)) {
            return Optional.of("another tenant's id: " + foreignAnswer + "\nan unknown one: " + unknownAnswer);
        }
        boolean isOpen = slot.place() == ApiSlot.Place.PATH && ofForeign.statusCode() != 404 && !operation.isUpsert();
        if (ofForeign.statusCode() == 403 || isOpen || slot.isFree() && ofForeign.statusCode() / 100 != 2) {
            return Optional.of("answered " + foreignAnswer);
        }
        return control.statusCode() / 100 == 2
                ? DocumentedAnswer.fault(operation, ofForeign, token)
                        .or(() -> DocumentedAnswer.fault(operation, control, token))
                : Optional.of("the control with own ids failed: " + control.statusCode() + " " + control.asString());
    }

    /** In what the answer of an operation that names nothing differs from the document. */
    Optional<String> undocumented(ApiOperation operation) {
        SlotIds own = own(operation, null);
        return DocumentedAnswer.fault(operation, send(operation, own, own, "u" + UuidV7.next()), token);
    }

    /** The version is that of the own thing, as it is now. */
    private Response send(ApiOperation operation, SlotIds own, SlotIds ids, String unique) {
        @Nullable String version = operation.needsVersion() ? version(operation, own, token) : null;
        return ApiCalls.send(operation, ids, token, version, unique);
    }

    private Optional<String> pageTokenFault(ApiOperation operation) {
        SlotIds others = withTwoRows(operation, everything(OTHER));
        @Nullable PageMark taken = PageMark.in(ApiCalls.page(operation, others, everything(OTHER), null));
        if (taken == null) {
            return Optional.of(
                    "the control of two rows has no second page; twoRows() of the contract may have to make them");
        }
        Response control = ApiCalls.page(operation, others, everything(OTHER), taken);
        if (control.statusCode() != 200) {
            return Optional.of("the control with the token's own tenant failed: " + control.asString());
        }
        Response ofForeign = ApiCalls.page(operation, withTwoRows(operation, token), token, taken);
        boolean isRefused =
                ofForeign.statusCode() == 400 && ofForeign.asString().contains("INVALID_PAGE_TOKEN");
        return isRefused
                ? Optional.empty()
                : Optional.of("another tenant's page token: " + ofForeign.statusCode() + " " + ofForeign.asString());
    }

    /** Fills a list, and says the ids of its path: as the contract says, or with two things of what it lists; beside a thing in another one, the second is posted to the list itself. */
    private SlotIds withTwoRows(ApiOperation operation, String as) {
        List<ApiSlot> path = operation.slots(ApiSlot.Place.PATH);
        Function<String, Map<String, String>> stated = twoRows.get(operation.toString());
        if (stated != null) {
            return ids(path, stated.apply(as));
        }
        Optional<String> listed = operation.listed(factories.keySet());
        if (path.isEmpty()) {
            makeTwo(listed.map(List::of).orElseGet(() -> List.copyOf(factories.keySet())), as);
            return new SlotIds(Map.of());
        }
        Made first = make(
                listed.orElseGet(
                        () -> factories.keySet().stream().sorted().findFirst().orElseThrow()),
                as);
        SlotIds parents = ids(path, first.parents());
        document.operations().stream()
                .filter(other -> other.verb().equals("post") && other.path().equals(operation.path()))
                .findFirst()
                .ifPresent(post -> ApiCalls.send(
                        post,
                        parents,
                        as,
                        post.needsVersion() ? version(post, parents, as) : null,
                        "u" + UuidV7.next()));
        return parents;
    }

    /** Of each type; what a list holds that is named after none of them, such as an audit log, comes of some of all. */
    private void makeTwo(List<String> types, String as) {
        types.forEach(type -> {
            make(type, as);
            make(type, as);
        });
    }

    private static SlotIds ids(List<ApiSlot> path, Map<String, String> byType) {
        SlotIds ids = new SlotIds(Map.of());
        for (ApiSlot slot : path) {
            ids = ids.with(slot, byType.get(slot.ref()));
        }
        return ids;
    }

    private SlotIds own(ApiOperation operation, @Nullable ApiSlot tested) {
        Map<String, String> ids = new HashMap<>();
        Map<ApiSlot, String> chosen = new HashMap<>();
        List<ApiSlot> paths = operation.slots(ApiSlot.Place.PATH);
        boolean isOfPath =
                tested != null && paths.stream().anyMatch(path -> path.ref().equals(tested.ref()));
        if (tested != null && tested.place() == ApiSlot.Place.BODY && !isOfPath) {
            resolve(List.of(tested), token, ids); // the path names its parents
        }
        resolve(paths, token, ids);
        if (tested != null && tested.place() == ApiSlot.Place.BODY && isOfPath && !tested.isFree()) {
            chosen.put(tested, make(tested.ref(), token).id()); // not the thing of the path itself
        }
        for (ApiSlot slot : operation.slots()) {
            boolean isSent = slot.place() == ApiSlot.Place.PATH
                    || slot.equals(tested)
                    || slot.isRequired()
                    || isInExample(operation, slot);
            boolean isChosen = chosen.containsKey(slot) || slot.place() == ApiSlot.Place.PAGE_TOKEN || slot.isFree();
            if (isSent && !isChosen) {
                resolve(List.of(slot), token, ids);
                chosen.put(slot, ids.get(slot.key()));
            }
        }
        return new SlotIds(Map.copyOf(chosen));
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

    private @Nullable String version(ApiOperation operation, SlotIds ids, String as) {
        String readable = document.readablePath(operation.path())
                .orElseThrow(() -> new AssertionError(operation + " needs If-Match, and nothing can be read for it"));
        return given().auth()
                .oauth2(as)
                .get(ApiCalls.filled(readable, operation, ids, ""))
                .header("ETag");
    }

    /** What an operation makes under a free name has an id, a version and a position of its own each time; what it makes of the rows that parameters choose, an id. */
    private static String masked(Response response, ApiSlot slot, Function<String, String> masking) {
        String masked = masking.apply(response.asString())
                .replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"<request>\"")
                .replaceAll("download=[^\"]*", "download=<token>")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "<instant>")
                .replaceAll("\"lagSeconds\":\\d+", "\"lagSeconds\":0");
        if (response.statusCode() == 201 && slot.place() == ApiSlot.Place.QUERY) {
            masked = masked.replace(String.valueOf(response.<Object>path("id")), "<made>");
        }
        return slot.isExternal()
                ? masked.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<made>")
                        .replaceAll("\"etag\":\"[^,}]*\"", "\"etag\":\"<version>\"")
                        .replaceAll("[a-z]{3}\\.e[0-9]+\\.[0-9a-f]+\\.[0-9]+", "<position>")
                : masked;
    }
}
