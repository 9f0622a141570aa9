package io.farol.pipeline.deal;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of one change of a deal's stage. */
public record StageChangeId(UUID value) implements TypedId {}
