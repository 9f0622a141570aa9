package io.farol.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ids of one request, by place. */
record SlotIds(Map<ApiSlot, String> byPlace) {
    boolean has(ApiSlot slot) {
        return byPlace.containsKey(slot);
    }

    String id(ApiSlot slot) {
        return Objects.requireNonNull(byPlace.get(slot), slot::toString);
    }

    SlotIds with(ApiSlot slot, @Nullable String id) {
        Map<ApiSlot, String> changed = new HashMap<>(byPlace);
        changed.put(slot, Objects.requireNonNull(id, slot::toString));
        return new SlotIds(Map.copyOf(changed));
    }
}
