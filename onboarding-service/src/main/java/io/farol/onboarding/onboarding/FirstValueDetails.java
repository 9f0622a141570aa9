package io.farol.onboarding.onboarding;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The evidence that a client has had its First Value.
 *
 * @param evidencedOn day of it, from the start of the clock to today
 * @param evidence what shows it
 */
@Schema(name = "FirstValueRequest", examples = """
        {"evidencedOn":"2026-03-12","kind":"CLIENT_CONFIRMED","evidence":"First month closed in two days"}""")
record FirstValueDetails(
        LocalDate evidencedOn,
        FirstValueKind kind,
        @NotBlank @Size(max = 2000) String evidence) {}
