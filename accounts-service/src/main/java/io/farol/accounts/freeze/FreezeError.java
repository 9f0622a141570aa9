package io.farol.accounts.freeze;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about freezes. */
enum FreezeError implements ErrorCode {
    ACCOUNT_ALREADY_FROZEN(Kind.CONFLICT),
    FREEZE_TOO_LONG(Kind.INVALID),
    /** Longer than the tenant lets everybody decide. */
    FREEZE_NEEDS_LEADER(Kind.FORBIDDEN),
    FREEZE_ENDED(Kind.CONFLICT),
    /** A longer one is a new one. */
    FREEZE_ONLY_SHORTENED(Kind.CONFLICT);

    private final Kind kind;

    FreezeError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
