package io.farol.metrics.onboarding;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of an onboarding, as onboarding-service made it. */
public record OnboardingId(UUID value) implements TypedId {}
