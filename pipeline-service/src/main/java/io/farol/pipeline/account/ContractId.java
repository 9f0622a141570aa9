package io.farol.pipeline.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a contract of accounts-service. */
public record ContractId(UUID value) implements TypedId {}
