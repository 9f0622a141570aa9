package io.farol.pipeline.qualification;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a framework asks about an opportunity.
 *
 * @param code by which answers name it, UPPER_SNAKE, unique in its framework
 * @param isRequired whether a proposal waits for its answer
 */
@Schema(name = "QualificationField")
public record FrameworkField(
        @Pattern(regexp = QualificationFrameworkDetails.UPPER_SNAKE) @Size(max = 40)
        String code,

        @NotBlank @Size(max = 120) String labelEn,
        @NotBlank @Size(max = 120) String labelPtBr,
        boolean isRequired) {

    public FrameworkField {
        labelEn = labelEn.strip();
        labelPtBr = labelPtBr.strip();
    }
}
