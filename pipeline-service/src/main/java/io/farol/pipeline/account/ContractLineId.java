package io.farol.pipeline.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a line of a contract of accounts-service. */
public record ContractLineId(UUID value) implements TypedId {}
