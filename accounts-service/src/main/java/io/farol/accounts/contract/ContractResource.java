package io.farol.accounts.contract;

import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.rest.Batch;
import io.farol.runtime.rest.BatchResult;
import io.farol.runtime.rest.Batches;
import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Contracts with their lines, and the dated amendments that change them. */
@Path("/v1/contracts")
@Tag(name = "Contracts")
@RunOnVirtualThread
public class ContractResource {
    private static final String PATH = "/v1/contracts/";

    private final Contracts contracts;
    private final ContractPuts puts;
    private final ContractPages pages;
    private final Lists lists;
    private final Batches batches;
    private final Downloads downloads;
    private final SecurityIdentity caller;

    ContractResource(
            Contracts contracts,
            ContractPuts puts,
            ContractPages pages,
            Lists lists,
            Batches batches,
            Downloads downloads,
            SecurityIdentity caller) {
        this.contracts = contracts;
        this.puts = puts;
        this.pages = pages;
        this.lists = lists;
        this.batches = batches;
        this.downloads = downloads;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(ContractView.class)
    @Operation(summary = "Lists contracts, whole")
    public Page<ContractView> listContracts() {
        return pages.page().map(this::allowed);
    }

    @GET
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(ContractView.class)
    @Operation(hidden = true)
    public Response contractTable() {
        return lists.csv(ContractView.LISTING, "contracts");
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the list of contracts once as CSV")
    public RestResponse<DownloadLink> linkContractTable() {
        return downloads.link();
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Records a signed contract with its lines")
    public RestResponse<ContractView> signContract(ContractDetails contract) {
        return created(contracts.sign(contract));
    }

    @POST
    @Path("/batches")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(
            summary = "Records up to 5,000 signed contracts by their external ids; no item fails another",
            description =
                    "Items as in PUT by external id: one that says again what was signed is UNCHANGED, one that says something else is REJECTED.")
    public BatchResult putContracts(Batch<ContractDetails> batch) {
        return batches.eachPatch(batch, puts::putItem);
    }

    @GET
    @Path("/{contractId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a contract with its lines, their terms and its amendments")
    public RestResponse<ContractView> getContract(ContractId contractId) {
        return ok(contracts.get(contractId));
    }

    @GET
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a contract by its external id")
    public RestResponse<ContractView> getContractByExternalId(String externalId) {
        return ok(contracts.getByExternalId(externalId));
    }

    @PUT
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(
            summary = "Records a signed contract by its external id; one that is there stays as it was signed",
            description =
                    "Fields that are sent are compared with what was signed, absent ones are not. Whatever differs is refused, naming each field (CONTRACT_CHANGES_BY_AMENDMENT): a contract changes by dated amendments. Lines may be left out that amendments added or that imports brought or keep.")
    public RestResponse<ContractView> putContractByExternalId(String externalId, MergePatch<ContractDetails> patch) {
        ContractPuts.Put put = puts.put(externalId, patch);
        return put.isNew() ? created(put.contract()) : ok(put.contract());
    }

    @GET
    @Path("/{contractId}/amendments")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(AmendmentView.class)
    @Operation(summary = "Lists the amendments of a contract in the order in which they were recorded")
    public Page<AmendmentView> listContractAmendments(ContractId contractId) {
        contracts.requireExists(contractId);
        return lists.page(AmendmentView.LISTING, Map.of("contract", contractId.value()));
    }

    @POST
    @Idempotent
    @Path("/{contractId}/amendments")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Appends a dated amendment; what cannot stand beside another one is refused naming both")
    public RestResponse<AmendmentView> amendContract(
            ContractId contractId, @HeaderParam("If-Match") @Nullable Version version, AmendmentDetails amendment) {
        Contracts.Amended amended = contracts.amend(
                contractId, Optional.of(Version.required(version)), amendment, ContractAmendment.Origin.REST);
        return Responses.changed(
                PATH + contractId.value(),
                amended.amendment().with(allowed(amended.contract())),
                amended.contract().etag());
    }

    private RestResponse<ContractView> ok(ContractView contract) {
        return Responses.ok(allowed(contract), contract.etag());
    }

    private RestResponse<ContractView> created(ContractView contract) {
        return Responses.created(PATH + contract.id().value(), allowed(contract), contract.etag());
    }

    private ContractView allowed(ContractView contract) {
        return contract.allowing(
                List.of(Role.ADMIN, Role.LEADER, Role.INTEGRATION).stream().anyMatch(caller::hasRole));
    }
}
