package io.farol.accounts.contract;

import io.farol.runtime.feed.Changes;
import io.farol.runtime.feed.ChangesResource;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What changed among the contracts. */
@Path("/v1/contracts/changes")
@Tag(name = "Contracts")
public class ContractChangesResource extends ChangesResource {
    ContractChangesResource(Changes changes) {
        super(changes, Contracts.TYPE);
    }
}
