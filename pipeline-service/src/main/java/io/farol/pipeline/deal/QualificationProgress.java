package io.farol.pipeline.deal;

import io.farol.pipeline.qualification.Framework;
import java.util.List;

/**
 * How far a qualification is, by its framework as it is now.
 *
 * @param framework its key
 * @param missing required fields that nobody has answered yet, in the framework's order
 */
record QualificationProgress(String framework, List<String> missing) {
    QualificationProgress {
        missing = List.copyOf(missing);
    }

    static QualificationProgress of(Qualification qualification, Framework framework) {
        return new QualificationProgress(framework.key(), framework.missing(qualification.answers()));
    }
}
