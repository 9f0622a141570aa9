package io.farol.onboarding.onboarding;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Lets an onboarding rest while the client is not available.
 *
 * @param fromOn first day of rest, today or before; null = today
 */
@Schema(name = "OnboardingPauseRequest", examples = "{\"reason\":\"Client's year-end closing\"}")
record PauseDetails(
        @Nullable LocalDate fromOn,
        @NotBlank @Size(max = 500) String reason) {}
