package io.farol.onboarding.onboarding;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a move from phase to phase. */
public record PhaseChangeId(UUID value) implements TypedId {}
