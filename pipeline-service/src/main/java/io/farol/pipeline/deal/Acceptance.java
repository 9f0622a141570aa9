package io.farol.pipeline.deal;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** That the client said yes, even informally: how, when and who. */
@Schema(name = "Acceptance")
record Acceptance(
        AcceptanceMeans means,
        LocalDate acceptedOn,
        @NotBlank @Size(max = 200) String acceptedBy) {}
