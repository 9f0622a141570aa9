package io.farol.accounts.account;

/** How far a bulk edit is. */
public enum AccountBulkEditState {
    /** Nothing is changed yet; it can be applied. */
    PREVIEWED,
    /** The accounts are changed. */
    APPLIED,
    /** Nothing was changed in time; a new preview is needed. */
    EXPIRED
}
