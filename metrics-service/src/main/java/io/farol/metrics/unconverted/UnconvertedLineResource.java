package io.farol.metrics.unconverted;

import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The lines that answers leave out for want of an exchange rate, over REST (metrics.md 1: never silently zero, never 1:1). */
@Tag(name = "MRR")
@Path("/v1/mrr/unconverted-lines")
@RunOnVirtualThread
public class UnconvertedLineResource {
    private final UnconvertedLines lines;
    private final Downloads downloads;

    UnconvertedLineResource(UnconvertedLines lines, Downloads downloads) {
        this.lines = lines;
        this.downloads = downloads;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @ListedBy(UnconvertedLines.class)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(
            summary = "Lists the contract lines that no figure counts for want of an exchange rate",
            description = "With Accept: text/csv as a table.")
    public Page<UnconvertedLine> unconvertedLines() {
        return lines.page();
    }

    @GET
    @Produces(Lists.CSV)
    @ListedBy(UnconvertedLines.class)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(hidden = true)
    public Response export() {
        return lines.export();
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the contract lines without an exchange rate once as CSV")
    public RestResponse<DownloadLink> linkUnconvertedLines() {
        return downloads.link();
    }
}
