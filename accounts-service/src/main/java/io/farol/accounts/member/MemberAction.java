package io.farol.accounts.member;

import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;

/** What a caller may do with a member now. */
public enum MemberAction {
    CHANGE,
    ARCHIVE,
    RESTORE;

    static List<MemberAction> of(MemberView member, SecurityIdentity caller) {
        if (!caller.hasRole(Role.ADMIN) && !caller.hasRole(Role.LEADER)) {
            return List.of();
        }
        return member.isArchived() ? List.of(RESTORE) : List.of(CHANGE, ARCHIVE);
    }
}
