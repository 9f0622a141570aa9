package io.farol.accounts.account;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about bulk edits. */
public enum AccountBulkEditError implements ErrorCode {
    /** The filter chooses more accounts than one transaction changes. */
    BULK_EDIT_TOO_LARGE(Kind.INVALID),
    /** The filter chooses other accounts than the preview said. */
    BULK_EDIT_OUTDATED(Kind.CONFLICT),
    BULK_EDIT_EXPIRED(Kind.CONFLICT),
    BULK_EDIT_APPLIED(Kind.CONFLICT);

    private final Kind kind;

    AccountBulkEditError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
