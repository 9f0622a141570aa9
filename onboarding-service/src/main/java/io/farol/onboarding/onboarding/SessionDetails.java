package io.farol.onboarding.onboarding;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A kickoff, training or other meeting.
 *
 * @param isMandatory whether the phases wait for it; null = false
 * @param startsAt null = no date yet
 * @param isConfirmed whether both sides agreed to the date; null = false
 * @param isHeld null = false
 * @param attendedCount people who came; null = attendance is not recorded
 */
@Schema(name = "OnboardingSessionRequest", examples = """
        {"kind":"KICKOFF","title":"Kickoff","isMandatory":true,"startsAt":"2026-04-02T13:00:00Z","durationMinutes":60,"isConfirmed":true}""")
record SessionDetails(
        SessionKind kind,
        @NotBlank @Size(max = 200) String title,
        @Nullable Boolean isMandatory,
        @Nullable Instant startsAt,
        @Nullable @Min(1) @Max(10_080) Integer durationMinutes,
        @Nullable Boolean isConfirmed,
        @Nullable Boolean isHeld,
        @Nullable @Min(0) @Max(1_000_000) Integer invitedCount,
        @Nullable @Min(0) @Max(1_000_000) Integer attendedCount) {

    SessionDetails {
        if (startsAt == null && (Boolean.TRUE.equals(isConfirmed) || Boolean.TRUE.equals(isHeld))) {
            throw DomainException.invalid(List.of(Fault.at("/startsAt", OnboardingError.SESSION_NOT_DATED)));
        }
    }
}
