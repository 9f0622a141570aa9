package io.farol.onboarding.onboarding;

import io.farol.onboarding.onboarding.PhaseChangeDetails.PhaseSkip;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Completes an onboarding, when each phase that is not over is done or skipped.
 *
 * @param skips phases that this client does not need
 */
@Schema(name = "OnboardingCompletionRequest", examples = "{\"skips\":[]}")
record CompletionDetails(@Size(max = 5) List<PhaseSkip> skips) {}
