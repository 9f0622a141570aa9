package io.farol.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the REST door.
 *
 * @param bareIds places of UUIDs that do not say what they identify: none may be there
 * @param mediaType of the JSON body; null when it takes none
 * @param example body that is accepted when its ids are set; null when the document has none
 */
record ApiOperation(
        String path,
        String verb,
        List<JsonNode> parameters,
        List<ApiSlot> slots,
        List<String> bareIds,
        @Nullable String mediaType,
        @Nullable JsonNode example) {

    ApiOperation withExample(JsonNode other) {
        return new ApiOperation(path, verb, parameters, slots, bareIds, mediaType, other);
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
