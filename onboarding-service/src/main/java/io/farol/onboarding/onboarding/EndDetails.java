package io.farol.onboarding.onboarding;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why an onboarding is cancelled or reopened. */
@Schema(name = "OnboardingReasonRequest", examples = "{\"reason\":\"Contract withdrawn\"}")
record EndDetails(@NotBlank @Size(max = 500) String reason) {}
