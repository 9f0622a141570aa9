package io.farol.accounts.admin;

import io.farol.runtime.job.OpenJobs;
import io.farol.runtime.job.OpenJobs.OpenJobList;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The jobs of accounts-service that have not ended, for operators: of all tenants, and without their data. */
@Path("/v1/admin/accounts/jobs")
@Tag(name = "Jobs")
@RunOnVirtualThread
public class AccountsJobsResource {
    private final OpenJobs jobs;

    AccountsJobsResource(OpenJobs jobs) {
        this.jobs = jobs;
    }

    @GET
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Lists the jobs of accounts-service that have not ended, oldest first")
    public OpenJobList listAccountsJobs(@RestQuery @Nullable Integer pageSize, @RestQuery @Nullable String pageToken) {
        return jobs.list(pageSize, pageToken);
    }
}
