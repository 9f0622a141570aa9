package io.farol.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST …/batches}: {@code {"items":[…]}} with 1 to 5,000 items, each read by itself, so that a faulty one fails no other.
 *
 * @param <T> one item
 */
public final class Batch<T> {
    /** Most items of one request. */
    public static final int MAX_ITEMS = 5_000;

    private final List<JsonNode> items = new ArrayList<>();
    private final Class<?> type;
    private final JsonBinder binder;

    Batch(JsonNode body, Class<?> type, JsonBinder binder) {
        this.type = type;
        this.binder = binder;
        List<Fault> faults = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals("items")) {
                faults.add(Fault.at("/" + name, PlatformError.UNKNOWN_FIELD, Map.of("field", name)));
            }
        });
        JsonNode list = body.path("items");
        if (!list.isArray()) {
            faults.add(
                    list.isMissingNode()
                            ? Fault.at("/items", PlatformError.REQUIRED)
                            : Fault.at("/items", PlatformError.WRONG_TYPE, Map.of("expected", "a list")));
        } else if (list.isEmpty()) {
            faults.add(Fault.at("/items", PlatformError.REQUIRED));
        } else if (list.size() > MAX_ITEMS) {
            faults.add(Fault.at("/items", PlatformError.TOO_MANY_ITEMS, Map.of("max", MAX_ITEMS)));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        list.forEach(items::add);
    }

    int size() {
        return items.size();
    }

    /** An item; throws with all its faults, whose pointers begin at the item. */
    @SuppressWarnings("unchecked")
    T item(int index) {
        return (T) binder.bind(items.get(index), (Class<?>) type);
    }

    /** An item as a partial one: what is sent is set, null clears, absent stays. */
    MergePatch<T> patch(int index) {
        return new MergePatch<>(items.get(index), type, binder);
    }
}
