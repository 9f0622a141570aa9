package io.farol.pipeline.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a product of accounts-service. */
public record ProductId(UUID value) implements TypedId {}
