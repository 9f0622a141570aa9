package io.farol.onboarding.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a product, as accounts-service made it. */
public record ProductId(UUID value) implements TypedId {}
