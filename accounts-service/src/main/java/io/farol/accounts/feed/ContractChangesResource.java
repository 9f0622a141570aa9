package io.farol.accounts.feed;

import io.farol.runtime.feed.Changes;
import io.farol.runtime.feed.ChangesResource;
import jakarta.ws.rs.Path;

/** What changed among the contracts. */
@Path("/v1/contracts/changes")
public class ContractChangesResource extends ChangesResource {
    ContractChangesResource(Changes changes) {
        super(changes, "CONTRACT");
    }
}
