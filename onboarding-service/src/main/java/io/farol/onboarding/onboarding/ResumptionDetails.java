package io.farol.onboarding.onboarding;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Goes on after a rest.
 *
 * @param onDay first day at work again, today or before; null = today
 */
@Schema(name = "OnboardingResumptionRequest", examples = "{\"onDay\":\"2026-04-01\"}")
record ResumptionDetails(@Nullable LocalDate onDay) {}
