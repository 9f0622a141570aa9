package io.farol.pipeline.deal;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is known of an opportunity, in the words of a framework.
 *
 * @param answers by the framework's field, such as {@code BUDGET}; blank ones count as not given
 */
@Schema(name = "Qualification")
record Qualification(QualificationFramework framework, Map<String, String> answers) {
    private static final int LONGEST = 2_000;

    Qualification {
        answers = new TreeMap<>(answers);
        List<Fault> faults = answers.entrySet().stream()
                .filter(answer -> !framework.fields().contains(answer.getKey())
                        || answer.getValue().length() > LONGEST)
                .map(answer -> Fault.at(
                        "/answers/" + answer.getKey(),
                        DealError.UNKNOWN_ANSWER,
                        Map.of("framework", framework, "allowed", framework.fields(), "max", LONGEST)))
                .toList();
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    /** Fields that nobody has answered yet, in the framework's order. */
    List<String> missing() {
        return framework.fields().stream()
                .filter(field -> answers.getOrDefault(field, "").isBlank())
                .toList();
    }
}
