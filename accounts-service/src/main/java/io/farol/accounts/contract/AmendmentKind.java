package io.farol.accounts.contract;

/** What an amendment changes. */
public enum AmendmentKind {
    ADD_LINE,
    CHANGE_LINE,
    REMOVE_LINE,
    RENEW,
    CANCEL,
    REVERSE
}
