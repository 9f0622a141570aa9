package io.farol.accounts.account;

import java.util.List;

/** What a caller may do with a bulk edit now. */
public enum AccountBulkEditAction {
    APPLY;

    /** Whoever reads bulk edits may also apply them. */
    static List<AccountBulkEditAction> of(AccountBulkEditState state) {
        return state == AccountBulkEditState.PREVIEWED ? List.of(APPLY) : List.of();
    }
}
