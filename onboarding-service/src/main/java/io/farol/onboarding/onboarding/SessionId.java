package io.farol.onboarding.onboarding;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a session of an onboarding. */
public record SessionId(UUID value) implements TypedId {}
