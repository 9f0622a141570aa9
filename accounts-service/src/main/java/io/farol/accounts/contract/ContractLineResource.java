package io.farol.accounts.contract;

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

/** Lines over all contracts, as they stand now. */
@Path("/v1/contract-lines")
@Tag(name = "Contracts")
@RunOnVirtualThread
public class ContractLineResource {
    private final Lists lists;

    ContractLineResource(Lists lists) {
        this.lists = lists;
    }

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(ContractLineItem.class)
    @Operation(summary = "Lists contract lines over all contracts")
    public Page<ContractLineItem> listContractLines() {
        return lists.page(ContractLineItem.LISTING);
    }
}
