package io.farol.metrics.statement;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What the statement and what is made of it refuses. */
public enum StatementError implements ErrorCode {
    /** More than 10,000 figures would have to be shown. */
    TOO_MANY_POINTS(Kind.INVALID);

    private final Kind kind;

    StatementError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
