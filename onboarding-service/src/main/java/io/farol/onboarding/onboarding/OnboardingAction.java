package io.farol.onboarding.onboarding;

import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.ArrayList;
import java.util.List;

/** What a caller may do with an onboarding that he may write ({@link Portfolio}) now. */
public enum OnboardingAction {
    CHANGE,
    MOVE,
    COMPLETE,
    EVIDENCE_FIRST_VALUE,
    PAUSE,
    RESUME,
    CANCEL,
    REOPEN;

    static List<OnboardingAction> of(OnboardingView onboarding, SecurityIdentity caller) {
        boolean leads = caller.hasRole(Role.ADMIN) || caller.hasRole(Role.LEADER);
        List<OnboardingAction> actions = new ArrayList<>();
        if (!leads && !caller.hasRole(Role.CSM) && !caller.hasRole(Role.INTEGRATION)) {
            return actions;
        }
        switch (onboarding.state()) {
            case IN_PROGRESS -> {
                actions.addAll(List.of(CHANGE, MOVE, COMPLETE));
                if (onboarding.firstValueOn() == null) {
                    actions.add(EVIDENCE_FIRST_VALUE);
                }
                actions.addAll(List.of(PAUSE, CANCEL));
            }
            case PAUSED -> {
                actions.add(CHANGE);
                if (onboarding.firstValueOn() == null) {
                    actions.add(EVIDENCE_FIRST_VALUE);
                }
                actions.addAll(List.of(RESUME, CANCEL));
            }
            case COMPLETED -> {
                if (leads) {
                    actions.add(REOPEN);
                }
            }
            case CANCELLED -> actions.add(REOPEN);
        }
        return actions;
    }
}
