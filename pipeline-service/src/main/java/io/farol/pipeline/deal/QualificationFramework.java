package io.farol.pipeline.deal;

import java.util.List;

/** A way to qualify an opportunity, with the fields it asks for. Each says when the client needs it, whether he can pay and who decides, in its own words or beside them. */
public enum QualificationFramework {
    BANT("BUDGET", "AUTHORITY", "NEED", "TIMELINE"),
    GPCT("GOALS", "PLANS", "CHALLENGES", "TIMELINE", "BUDGET", "AUTHORITY"),
    SPIN("SITUATION", "PROBLEM", "IMPLICATION", "NEED_PAYOFF", "TIMELINE", "BUDGET", "AUTHORITY");

    private final List<String> fields;

    QualificationFramework(String... fields) {
        this.fields = List.of(fields);
    }

    /** In the order in which they are asked. */
    List<String> fields() {
        return fields;
    }
}
