package io.farol.pipeline.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of an account of accounts-service. */
public record AccountId(UUID value) implements TypedId {}
