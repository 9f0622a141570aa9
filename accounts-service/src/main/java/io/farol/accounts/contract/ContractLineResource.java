package io.farol.accounts.contract;

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

/** Lines over all contracts, as they stand now. */
@Path("/v1/contract-lines")
@Tag(name = "Contracts")
@RunOnVirtualThread
public class ContractLineResource {
    private final Lists lists;
    private final Downloads downloads;

    ContractLineResource(Lists lists, Downloads downloads) {
        this.lists = lists;
        this.downloads = downloads;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(ContractLineItem.class)
    @Operation(summary = "Lists contract lines over all contracts")
    public Page<ContractLineItem> listContractLines() {
        return lists.page(ContractLineItem.LISTING);
    }

    @GET
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(ContractLineItem.class)
    @Operation(hidden = true)
    public Response contractLineTable() {
        return lists.csv(ContractLineItem.LISTING, "contract-lines");
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the list of contract lines once as CSV")
    public RestResponse<DownloadLink> linkContractLineTable() {
        return downloads.link();
    }
}
