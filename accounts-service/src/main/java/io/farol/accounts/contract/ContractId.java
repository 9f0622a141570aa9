package io.farol.accounts.contract;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a contract. */
public record ContractId(UUID value) implements TypedId {}
