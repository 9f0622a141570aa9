package io.farol.accounts.member;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about members. */
public enum MemberError implements ErrorCode {
    /** Another member signs in by this name. */
    USER_NAME_TAKEN(Kind.ALREADY_EXISTS),
    MEMBER_ARCHIVED(Kind.CONFLICT),
    MEMBER_NOT_ARCHIVED(Kind.CONFLICT),
    /** The CSM of accounts: hand them over first. */
    MEMBER_HAS_ACCOUNTS(Kind.CONFLICT),
    /** Only who has the role CSM looks after accounts. */
    MEMBER_NOT_CSM(Kind.INVALID);

    private final Kind kind;

    MemberError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
