package io.farol.pipeline.qualification;

import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;

/** What a caller may do with a qualification framework now. */
public enum FrameworkAction {
    CHANGE,
    ARCHIVE,
    RESTORE;

    static List<FrameworkAction> of(QualificationFrameworkView framework, SecurityIdentity caller) {
        boolean leads = caller.hasRole(Role.ADMIN) || caller.hasRole(Role.LEADER);
        if (framework.isBuiltIn() || !leads) {
            return List.of();
        }
        return framework.isArchived() ? List.of(RESTORE) : List.of(CHANGE, ARCHIVE);
    }
}
