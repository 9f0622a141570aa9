package io.farol.pipeline.admin;

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
@Path("/v1/admin/pipeline/audit-entries")
@Tag(name = "Audit")
@RunOnVirtualThread
public class PipelineAuditResource {
    private final Lists lists;

    PipelineAuditResource(Lists lists) {
        this.lists = lists;
    }

    @GET
    @RolesAllowed(Role.ADMIN)
    @ListedBy(AuditEntries.class)
    @Operation(summary = "Lists the writes in pipeline-service, oldest first")
    public Page<AuditEntry> listPipelineAuditEntries() {
        return lists.page(AuditEntries.LISTING);
    }
}
