package io.farol.pipeline.qualification;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a client says about a framework of its own.
 *
 * @param key by which deals name it, UPPER_SNAKE, unique in the tenant, none of BANT, GPCT and SPIN; cannot change
 * @param fields in the order in which they are asked
 */
@Schema(name = "QualificationFrameworkRequest", examples = """
        {"key":"MEDDIC","nameEn":"MEDDIC","namePtBr":"MEDDIC","fields":[{"code":"ECONOMIC_BUYER","labelEn":"Economic buyer","labelPtBr":"Comprador econômico","isRequired":true},{"code":"CHAMPION","labelEn":"Champion","labelPtBr":"Defensor interno","isRequired":false}]}""")
record QualificationFrameworkDetails(
        @Pattern(regexp = UPPER_SNAKE) @Size(max = 40) String key,
        @NotBlank @Size(max = 80) String nameEn,
        @NotBlank @Size(max = 80) String namePtBr,
        @Size(min = 1, max = 20) List<FrameworkField> fields) {
    static final String UPPER_SNAKE = "[A-Z][A-Z0-9]*(_[A-Z0-9]+)*";

    QualificationFrameworkDetails {
        nameEn = nameEn.strip();
        namePtBr = namePtBr.strip();
        fields = List.copyOf(fields);
        List<String> codes = fields.stream().map(FrameworkField::code).toList();
        Set<String> seen = new HashSet<>();
        List<Fault> faults = IntStream.range(0, codes.size())
                .filter(i -> !seen.add(codes.get(i)))
                .mapToObj(i -> Fault.at("/fields/" + i + "/code", PlatformError.DUPLICATE))
                .toList();
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }
}
