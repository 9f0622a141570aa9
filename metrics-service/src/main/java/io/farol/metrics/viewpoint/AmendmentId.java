package io.farol.metrics.viewpoint;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a contract's amendment. */
public record AmendmentId(UUID value) implements TypedId {}
