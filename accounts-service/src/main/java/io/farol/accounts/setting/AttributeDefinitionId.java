package io.farol.accounts.setting;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a declared attribute. */
public record AttributeDefinitionId(UUID value) implements TypedId {}
