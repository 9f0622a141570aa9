package io.farol.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the REST door.
 *
 * @param bareIds places of UUIDs that do not say what they identify: none may be there
 * @param mediaType of the JSON body; null when it takes none
 * @param example body that is accepted when its ids are set; null when the document has none
 * @param answers by status; empty when the document says none
 */
record ApiOperation(
        String path,
        String verb,
        List<JsonNode> parameters,
        List<ApiSlot> slots,
        List<String> bareIds,
        @Nullable String mediaType,
        @Nullable JsonNode example,
        JsonNode answers) {

    ApiOperation withExample(JsonNode other) {
        return new ApiOperation(path, verb, parameters, slots, bareIds, mediaType, other, answers);
    }

    /** With the query parameters that are named like a type of id, whatever their schema says. */
    ApiOperation withSlotsNamedLike(Set<String> types) {
        List<ApiSlot> more = new ArrayList<>(slots);
        for (JsonNode parameter : parameters) {
            String name = parameter.path("name").asText();
            boolean isKnown = slots.stream().anyMatch(slot -> slot.name().equals(name));
            if (parameter.path("in").asText().equals("query") && types.contains(name) && !isKnown) {
                more.add(ApiSlot.of(ApiSlot.Place.QUERY, name, name, false));
            }
        }
        return new ApiOperation(path, verb, parameters, List.copyOf(more), bareIds, mediaType, example, answers);
    }

    boolean isUpsert() {
        return verb.equals("put");
    }

    /** The type of what a list lists: what its {@code ?id=} identifies, else what its path is named after. */
    Optional<String> listed(Set<String> types) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return slots(ApiSlot.Place.QUERY).stream()
                .filter(slot -> slot.name().equals("id"))
                .map(ApiSlot::ref)
                .findFirst()
                .or(() -> types.stream()
                        .filter(type -> last.equals(type + "s") || last.equals(type.replaceAll("y$", "ie") + "s"))
                        .findFirst());
    }

    boolean needsVersion() {
        return parameters.stream().anyMatch(p -> p.path("name").asText().equalsIgnoreCase("If-Match"));
    }

    List<ApiSlot> slots(ApiSlot.Place place) {
        return slots.stream().filter(slot -> slot.place() == place).toList();
    }

    @Override
    public String toString() {
        return verb.toUpperCase(java.util.Locale.ROOT) + " " + path;
    }
}
