package io.farol.pipeline.deal;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What happens next with a deal, and until when. */
@Schema(name = "NextStep")
public record NextStep(@NotBlank @Size(max = 500) String text, LocalDate on) {}
