package io.farol.accounts.feed;

import io.farol.runtime.feed.Changes;
import io.farol.runtime.feed.ChangesResource;
import jakarta.ws.rs.Path;

/** What changed among the accounts. */
@Path("/v1/accounts/changes")
public class AccountChangesResource extends ChangesResource {
    AccountChangesResource(Changes changes) {
        super(changes, "ACCOUNT");
    }
}
