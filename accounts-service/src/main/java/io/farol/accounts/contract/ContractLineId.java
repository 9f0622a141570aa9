package io.farol.accounts.contract;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a contract's line. */
public record ContractLineId(UUID value) implements TypedId {}
