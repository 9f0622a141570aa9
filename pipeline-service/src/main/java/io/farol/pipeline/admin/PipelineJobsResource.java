package io.farol.pipeline.admin;

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

/** The jobs of pipeline-service that have not ended, for operators: of all tenants, and without their data. */
@Path("/v1/admin/pipeline/jobs")
@Tag(name = "Jobs")
@RunOnVirtualThread
public class PipelineJobsResource {
    private final OpenJobs jobs;

    PipelineJobsResource(OpenJobs jobs) {
        this.jobs = jobs;
    }

    @GET
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "Lists the jobs of pipeline-service that have not ended, oldest first")
    public OpenJobList listPipelineJobs(@RestQuery @Nullable Integer pageSize, @RestQuery @Nullable String pageToken) {
        return jobs.list(pageSize, pageToken);
    }
}
