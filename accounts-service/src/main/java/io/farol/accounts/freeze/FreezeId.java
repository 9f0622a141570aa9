package io.farol.accounts.freeze;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a freeze. */
public record FreezeId(UUID value) implements TypedId {}
