package io.farol.onboarding.admin;

import io.farol.runtime.audit.AuditEntries;
import io.farol.runtime.audit.AuditEntry;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who changed what in this service, for a tenant's admins. */
@Path("/v1/admin/onboarding/audit-entries")
@Tag(name = "Audit")
@RunOnVirtualThread
public class OnboardingAuditResource {
    private final Lists lists;

    OnboardingAuditResource(Lists lists) {
        this.lists = lists;
    }

    @GET
    @RolesAllowed(Role.ADMIN)
    @ListedBy(AuditEntries.class)
    @Operation(summary = "Lists the writes in onboarding-service, oldest first")
    public Page<AuditEntry> listOnboardingAuditEntries() {
        return lists.page(AuditEntries.LISTING);
    }
}
