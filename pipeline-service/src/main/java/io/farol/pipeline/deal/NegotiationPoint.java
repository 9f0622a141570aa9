package io.farol.pipeline.deal;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Something that is being negotiated. */
@Schema(name = "NegotiationPoint")
record NegotiationPoint(
        NegotiationKind kind, @NotBlank @Size(max = 500) String text) {}
