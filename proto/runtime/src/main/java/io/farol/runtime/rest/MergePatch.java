package io.farol.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of PATCH, and of PUT by external id: fields that are sent are set, null clears, absent stays (RFC 7396).
 *
 * @param <T> the request record that the merged whole must be; its compact constructor and constraints apply
 */
public final class MergePatch<T> {
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final JsonNode patch;
    private final Class<?> shape;
    private final JsonBinder binder;

    MergePatch(JsonNode patch, Class<?> shape, JsonBinder binder) {
        this.patch = patch;
        this.shape = shape;
        this.binder = binder;
        if (!patch.isObject()) {
            throw DomainException.invalid(
                    List.of(Fault.at("", PlatformError.WRONG_TYPE, Map.of("expected", "an object"))));
        }
    }

    /** The whole after the change; throws with all faults of it. {@code current} null: nothing is there yet, so this is all there is. */
    @SuppressWarnings("unchecked")
    public T mergedInto(@Nullable T current) {
        JsonNode whole = current == null ? JsonNodeFactory.instance.objectNode() : binder.tree(current);
        return (T) binder.bind(merged(whole, patch), (Class<?>) shape);
    }

    /** Whether the client sent a field, be it null. */
    public boolean has(String field) {
        return patch.has(field);
    }

    /** Whether the client sent a place of the body, be it null. @param pointer JSON pointer such as {@code /changes/sector} */
    public boolean hasAt(String pointer) {
        return !patch.at(pointer).isMissingNode();
    }

    /** A text that the client sent, such as the external id of a batch's item; empty when the field is absent, null or no text. */
    public Optional<String> text(String field) {
        return patch.path(field).isTextual() ? Optional.of(patch.get(field).textValue()) : Optional.empty();
    }

    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target.isObject() ? target.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                clear(result, change.getKey(), target.has(change.getKey()));
            } else {
                result.set(change.getKey(), merged(result.path(change.getKey()), change.getValue()));
            }
        });
        return result;
    }

    private static void clear(ObjectNode object, String field, boolean isKnown) {
        if (isKnown) {
            object.remove(field);
        } else {
            object.putNull(field); // so that an unknown name is refused rather than ignored
        }
    }
}
