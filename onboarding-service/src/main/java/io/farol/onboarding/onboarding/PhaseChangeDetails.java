package io.farol.onboarding.onboarding;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Moves an onboarding to another phase: forward when each phase on the way is done or skipped, back with a reason.
 *
 * @param skips phases on the way that this client does not need, the one it stands in included
 * @param reason mandatory when going back
 */
@Schema(name = "PhaseChangeRequest", examples = "{\"toPhase\":\"SCHEDULING\"}")
record PhaseChangeDetails(
        OnboardingPhase toPhase,
        @Size(max = 5) List<PhaseSkip> skips,
        @Nullable @Size(min = 1, max = 500) String reason) {

    /** A phase that this client does not need, and why. */
    record PhaseSkip(
            OnboardingPhase phase,
            @NotBlank @Size(max = 500) String reason) {}
}
