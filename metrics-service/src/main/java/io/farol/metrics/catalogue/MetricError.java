package io.farol.metrics.catalogue;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What questions about metrics can be refused for. */
enum MetricError implements ErrorCode {
    /** The value is no sum over accounts, or the grouping is by contract lines. */
    NOT_EXPLAINED_BY_ACCOUNTS(Kind.INVALID),
    /** The metric is the same whatever this option says. */
    CONVENTION_WITHOUT_EFFECT(Kind.INVALID);

    private final Kind kind;

    MetricError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
