package io.farol.onboarding.onboarding;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a pause. */
public record PauseId(UUID value) implements TypedId {}
