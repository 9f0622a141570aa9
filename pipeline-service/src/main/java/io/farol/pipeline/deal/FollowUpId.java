package io.farol.pipeline.deal;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a follow-up of a deal. */
public record FollowUpId(UUID value) implements TypedId {}
