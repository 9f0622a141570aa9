package io.farol.accounts.account;

import io.farol.runtime.feed.Changes;
import io.farol.runtime.feed.ChangesResource;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What changed among the accounts. */
@Path("/v1/accounts/changes")
@Tag(name = "Accounts")
public class AccountChangesResource extends ChangesResource {
    AccountChangesResource(Changes changes) {
        super(changes, Accounts.TYPE);
    }
}
