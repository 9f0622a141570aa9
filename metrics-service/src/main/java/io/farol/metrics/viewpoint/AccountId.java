package io.farol.metrics.viewpoint;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of an account. */
public record AccountId(UUID value) implements TypedId {}
