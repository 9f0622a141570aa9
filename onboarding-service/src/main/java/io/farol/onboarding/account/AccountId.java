package io.farol.onboarding.account;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of an account, as accounts-service made it. */
public record AccountId(UUID value) implements TypedId {}
