package io.farol.pipeline.qualification;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about qualification frameworks. */
public enum QualificationError implements ErrorCode {
    /** A built-in one, or another one of the tenant. */
    FRAMEWORK_KEY_TAKEN(Kind.ALREADY_EXISTS),
    /** BANT, GPCT and SPIN are the same for everybody. */
    FRAMEWORK_BUILT_IN(Kind.CONFLICT),
    /** It is not changed, and no deal begins with it. */
    FRAMEWORK_ARCHIVED(Kind.CONFLICT),
    FRAMEWORK_NOT_ARCHIVED(Kind.CONFLICT),
    /** The tenant has none with this key. */
    UNKNOWN_FRAMEWORK(Kind.UNMET);

    private final Kind kind;

    QualificationError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
