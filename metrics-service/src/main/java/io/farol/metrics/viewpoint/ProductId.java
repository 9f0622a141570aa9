package io.farol.metrics.viewpoint;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a product. */
public record ProductId(UUID value) implements TypedId {}
