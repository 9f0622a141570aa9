package io.farol.onboarding.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a contract, as accounts-service made it. */
public record ContractId(UUID value) implements TypedId {}
