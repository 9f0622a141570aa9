package io.farol.metrics.viewpoint;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a freeze of an account. */
public record FreezeId(UUID value) implements TypedId {}
