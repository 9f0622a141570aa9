package io.farol.pipeline.deal;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a proposal. */
public record ProposalId(UUID value) implements TypedId {}
