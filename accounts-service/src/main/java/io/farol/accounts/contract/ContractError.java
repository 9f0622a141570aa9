package io.farol.accounts.contract;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about contracts. */
enum ContractError implements ErrorCode {
    /** Another standing amendment already says something about the same line and day. */
    AMENDMENTS_OVERLAP(Kind.CONFLICT),
    /** It cannot hold together with another standing amendment. */
    AMENDMENT_CONTRADICTS(Kind.CONFLICT),
    /** The line does not run on that day. */
    AMENDMENT_OUTSIDE_LINE(Kind.CONFLICT),
    /** The contract does not run on that day. */
    AMENDMENT_OUTSIDE_TERM(Kind.CONFLICT),
    /** The new term does not go beyond the present one. */
    RENEWAL_WITHOUT_GAIN(Kind.CONFLICT),
    /** It was taken back before, or is a taking back itself. */
    AMENDMENT_NOT_REVERSIBLE(Kind.CONFLICT),
    /** Price times quantity is beyond what can be counted. */
    AMOUNT_TOO_LARGE(Kind.INVALID),
    /** A line runs inside its contract's term. */
    LINE_OUTSIDE_TERM(Kind.INVALID),
    /** A contract starts with at least one line. */
    LINES_REQUIRED(Kind.INVALID),
    /** The fixed ratio of a readjustment is missing, or stands beside another index. */
    FIXED_READJUSTMENT_MISMATCH(Kind.INVALID),
    /** The least ratio is above the greatest. */
    READJUSTMENT_FLOOR_ABOVE_CAP(Kind.INVALID),
    /** All lines of a contract are of one account. */
    CONTRACT_OF_ANOTHER_ACCOUNT(Kind.INVALID),
    LINE_OF_ANOTHER_CONTRACT(Kind.INVALID),
    /** Another product is another line. */
    LINE_PRODUCT_FIXED(Kind.INVALID),
    CONTRACT_CANCELLED(Kind.CONFLICT),
    /** A PUT says something else than what was signed. */
    CONTRACT_CHANGES_BY_AMENDMENT(Kind.CONFLICT),
    /** A file would change a line on a day on which people changed it, or after they took it away. */
    LINE_AMENDED_BY_HAND(Kind.CONFLICT),
    /** The same key was used for another contract or another change. */
    REQUEST_KEY_REUSED(Kind.KEY_REUSED);

    private final Kind kind;

    ContractError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
