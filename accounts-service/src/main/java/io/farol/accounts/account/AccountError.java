package io.farol.accounts.account;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about accounts. */
public enum AccountError implements ErrorCode {
    /** Check digits of a CPF or CNPJ do not fit. */
    TAX_ID_INVALID(Kind.INVALID),
    ACCOUNT_ARCHIVED(Kind.CONFLICT),
    ACCOUNT_NOT_ARCHIVED(Kind.CONFLICT),
    /** Restorable for 30 days. */
    ARCHIVED_TOO_LONG_AGO(Kind.CONFLICT),
    /** A line runs today or later: cancel the contract first. */
    ACCOUNT_UNDER_CONTRACT(Kind.CONFLICT),
    /** An account would be its own ancestor. */
    PARENT_CYCLE(Kind.CONFLICT);

    private final Kind kind;

    AccountError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
