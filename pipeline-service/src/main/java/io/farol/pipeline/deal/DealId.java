package io.farol.pipeline.deal;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a deal. */
public record DealId(UUID value) implements TypedId {}
