package io.farol.pipeline.deal;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** That the client confirmed the need: who, and when. */
@Schema(name = "Confirmation")
record Confirmation(@NotBlank @Size(max = 200) String confirmedBy, LocalDate confirmedOn) {}
