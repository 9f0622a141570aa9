package io.farol.onboarding.onboarding;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of an onboarding. */
public record OnboardingId(UUID value) implements TypedId {}
