package io.farol.metrics.viewpoint;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a deal of pipeline-service. */
public record DealId(UUID value) implements TypedId {}
