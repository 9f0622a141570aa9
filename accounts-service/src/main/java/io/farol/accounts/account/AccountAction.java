package io.farol.accounts.account;

import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.ArrayList;
import java.util.List;

/** What a caller may do with an account now. */
public enum AccountAction {
    CHANGE,
    FREEZE,
    ARCHIVE,
    RESTORE,
    ADD_CONTRACT;

    /** @param isInPortfolio whether it is one that the caller may write ({@link Portfolio}) */
    static List<AccountAction> of(AccountView account, SecurityIdentity caller, boolean isInPortfolio) {
        if (!isInPortfolio) {
            return List.of();
        }
        boolean leads = caller.hasRole(Role.ADMIN) || caller.hasRole(Role.LEADER);
        boolean writes = leads || caller.hasRole(Role.CSM) || caller.hasRole(Role.INTEGRATION);
        List<AccountAction> actions = new ArrayList<>();
        if (account.isArchived()) {
            if (leads || caller.hasRole(Role.INTEGRATION)) {
                actions.add(RESTORE);
            }
            return actions;
        }
        if (writes) {
            actions.add(CHANGE);
            actions.add(FREEZE);
        }
        if (leads || caller.hasRole(Role.INTEGRATION)) {
            actions.add(ADD_CONTRACT);
            if (account.state() == AccountState.PROSPECT || account.state() == AccountState.CHURNED) {
                actions.add(ARCHIVE);
            }
        }
        return actions;
    }
}
