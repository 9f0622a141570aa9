package io.farol.pipeline.qualification;

import java.util.List;
import java.util.Map;

/**
 * A framework as deals ask it, built in or the tenant's own, as it is now.
 *
 * <p>Deals hold answers, not a copy of the framework, so a change of it reaches every deal at once: the answers to a field that is gone stay and are shown, but are no longer asked for nor changed;
 * a new required field is asked of the deals that have yet to enter PROPOSAL (again, when they go back before it), and of no other. An archived framework works on for the deals that are qualified in
 * it, and no other deal may begin with it.
 *
 * @param fields in the order in which they are asked
 */
public record Framework(String key, List<FrameworkField> fields, boolean isArchived) {
    public Framework {
        fields = List.copyOf(fields);
    }

    /** What it asks for, in its order. */
    public List<String> codes() {
        return fields.stream().map(FrameworkField::code).toList();
    }

    /** Required fields that nobody has answered yet, in its order. @param answers by field; blank ones count as not given */
    public List<String> missing(Map<String, String> answers) {
        return fields.stream()
                .filter(FrameworkField::isRequired)
                .map(FrameworkField::code)
                .filter(code -> answers.getOrDefault(code, "").isBlank())
                .toList();
    }
}
