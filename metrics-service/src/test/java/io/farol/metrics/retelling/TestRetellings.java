package io.farol.metrics.retelling;

import org.jdbi.v3.core.Jdbi;

/** Retellings of a database without a service around it. */
public final class TestRetellings {
    private TestRetellings() {}

    public static Retellings on(Jdbi jdbi) {
        return new Retellings(jdbi);
    }
}
