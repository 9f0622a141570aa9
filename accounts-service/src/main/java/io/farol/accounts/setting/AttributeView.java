package io.farol.accounts.setting;

import io.farol.runtime.rest.Version;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A declared attribute as answered. */
@Schema(name = "Attribute")
record AttributeView(
        AttributeDefinitionId id,
        Version etag,
        String key,
        String labelEn,
        String labelPtBr,
        AttributeType type,
        List<String> choices) {

    static AttributeView of(AttributeDefinition definition) {
        return new AttributeView(
                new AttributeDefinitionId(definition.id),
                new Version(definition.version),
                definition.key,
                definition.labelEn,
                definition.labelPtBr,
                definition.type,
                List.copyOf(definition.choices));
    }
}
