package io.farol.runtime.rest;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

enum ThingError implements ErrorCode {
    THING_TOO_GREEN(Kind.INVALID),
    THING_HAS_NO_PRICE(Kind.UNMET);

    private final Kind kind;

    ThingError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
