package io.farol.runtime.rest;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which schemas a document still refers to; the scanner leaves some behind that nothing uses any more. */
final class OpenApiReach {
    private static final String REF = "#/components/schemas/";

    private final Map<String, Schema> scanned;
    private final Map<String, Schema> made;
    private final Map<String, Schema> needed = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();

    private OpenApiReach(Map<String, Schema> scanned, Map<String, Schema> made) {
        this.scanned = scanned;
        this.made = made;
    }

    /** The schemas made here, and of the scanned ones those that an operation reaches. */
    static Map<String, Schema> needed(OpenAPI document, Map<String, Schema> scanned, Map<String, Schema> made) {
        OpenApiReach reach = new OpenApiReach(scanned, made);
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            document.getPaths().getPathItems().values().forEach(item -> item.getOperations()
                    .values()
                    .forEach(operation -> {
                        if (operation.getParameters() != null) {
                            operation.getParameters().forEach(parameter -> reach.follow(parameter.getSchema()));
                        }
                        if (operation.getRequestBody() != null) {
                            reach.follow(operation.getRequestBody().getContent());
                        }
                        if (operation.getResponses() != null
                                && operation.getResponses().getAPIResponses() != null) {
                            operation
                                    .getResponses()
                                    .getAPIResponses()
                                    .values()
                                    .forEach(response -> reach.follow(response.getContent()));
                        }
                    }));
        }
        if (document.getComponents().getResponses() != null) {
            document.getComponents().getResponses().values().forEach(response -> reach.follow(response.getContent()));
        }
        return reach.needed;
    }

    private void follow(@Nullable Content content) {
        if (content != null && content.getMediaTypes() != null) {
            content.getMediaTypes().values().forEach(type -> follow(type.getSchema()));
        }
    }

    private void follow(@Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        @Nullable String ref = schema.getRef();
        if (ref != null && ref.startsWith(REF)) {
            String name = ref.substring(REF.length());
            if (seen.add(name)) {
                @Nullable Schema target = made.containsKey(name) ? made.get(name) : scanned.get(name);
                if (target != null) {
                    needed.put(name, target);
                    follow(target);
                }
            }
        }
        follow(schema.getItems());
        follow(schema.getAdditionalPropertiesSchema());
        followAll(schema.getProperties() == null ? null : schema.getProperties().values());
        followAll(schema.getAnyOf());
        followAll(schema.getOneOf());
        followAll(schema.getAllOf());
    }

    private void followAll(@Nullable Collection<Schema> schemas) {
        if (schemas != null) {
            schemas.forEach(this::follow);
        }
    }
}
