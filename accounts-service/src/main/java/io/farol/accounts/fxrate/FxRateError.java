package io.farol.accounts.fxrate;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about exchange rates. */
enum FxRateError implements ErrorCode {
    /** Change the one that is there. */
    FX_RATE_EXISTS(Kind.ALREADY_EXISTS),
    /** One unit of the reporting currency is one unit of it. */
    RATE_OF_REPORTING_CURRENCY(Kind.CONFLICT);

    private final Kind kind;

    FxRateError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
