package io.farol.accounts.tenant;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a change of a tenant's state. */
public record TenantStateChangeId(UUID value) implements TypedId {}
