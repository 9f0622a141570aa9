package io.farol.accounts.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a bulk edit of accounts. */
public record AccountBulkEditId(UUID value) implements TypedId {}
