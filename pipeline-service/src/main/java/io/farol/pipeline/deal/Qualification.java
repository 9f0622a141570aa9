package io.farol.pipeline.deal;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is known of an opportunity, in the words of a framework. Answers to fields that the framework no longer has are among them.
 *
 * @param framework key of a built-in framework, such as {@code BANT}, or of one of the tenant's own
 * @param answers by the framework's field, such as {@code BUDGET}, of at most 2,000 characters each; blank ones count as not given
 */
@Schema(name = "Qualification")
record Qualification(@Size(min = 1, max = 40) String framework, Map<String, String> answers) {
    private static final int LONGEST = 2_000;

    Qualification {
        answers = new TreeMap<>(answers);
        List<Fault> faults = answers.entrySet().stream()
                .filter(answer -> answer.getValue().length() > LONGEST)
                .map(answer -> Fault.at(place(answer.getKey()), PlatformError.TOO_LONG, Map.of("max", LONGEST)))
                .toList();
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    /** JSON pointer to the answer to a field, from here. */
    static String place(String field) {
        return "/answers/" + field.replace("~", "~0").replace("/", "~1");
    }
}
