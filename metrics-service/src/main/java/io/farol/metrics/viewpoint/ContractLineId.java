package io.farol.metrics.viewpoint;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a contract line. */
public record ContractLineId(UUID value) implements TypedId {}
