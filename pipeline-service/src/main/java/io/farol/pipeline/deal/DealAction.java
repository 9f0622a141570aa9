package io.farol.pipeline.deal;

import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.ArrayList;
import java.util.List;

/** What a caller may do with a deal now. */
public enum DealAction {
    CHANGE,
    MOVE,
    PROPOSE,
    ARCHIVE,
    REOPEN,
    RETRY_CONTRACT_SYNC;

    /** Of a caller, for a deal that stands so. @param isInPortfolio whether it is one that he may write ({@link Portfolio}) */
    static List<DealAction> of(
            DealStage stage, ContractSync sync, boolean isArchived, SecurityIdentity caller, boolean isInPortfolio) {
        boolean leads = caller.hasRole(Role.ADMIN) || caller.hasRole(Role.LEADER);
        boolean writes = leads || caller.hasRole(Role.CSM) || caller.hasRole(Role.INTEGRATION);
        List<DealAction> actions = new ArrayList<>();
        if (isArchived || !writes || !isInPortfolio) {
            return actions;
        }
        if (stage.isOpen()) {
            actions.add(CHANGE);
            actions.add(MOVE);
            actions.add(PROPOSE);
        }
        if (stage != DealStage.EXPAND_WON) {
            actions.add(ARCHIVE);
        }
        if (stage == DealStage.DISMISSED || leads && !stage.isOpen()) {
            actions.add(REOPEN);
        }
        if (sync == ContractSync.FAILED) {
            actions.add(RETRY_CONTRACT_SYNC);
        }
        return actions;
    }
}
