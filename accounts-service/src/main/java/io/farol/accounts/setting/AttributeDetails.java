package io.farol.accounts.setting;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A custom attribute as declared.
 *
 * @param key in filters {@code attr.<key>}; cannot change
 * @param type cannot change
 * @param choices of a CHOICE; empty otherwise
 */
@Schema(
        name = "AttributeRequest",
        examples =
                "{\"key\":\"segment\",\"labelEn\":\"Segment\",\"labelPtBr\":\"Segmento\",\"type\":\"CHOICE\",\"choices\":[\"A\",\"B\"]}")
record AttributeDetails(
        @Pattern(regexp = "[a-z][A-Za-z0-9]{0,39}") String key,
        @Size(min = 1, max = 80) String labelEn,
        @Size(min = 1, max = 80) String labelPtBr,
        AttributeType type,
        @Size(max = 100) List<@Size(min = 1, max = 100) String> choices) {

    AttributeDetails {
        choices = List.copyOf(choices);
        if ((type == AttributeType.CHOICE) == choices.isEmpty()) {
            throw DomainException.invalid(List.of(Fault.at("/choices", SettingsError.CHOICES_MISMATCH)));
        }
    }
}
