package io.farol.accounts.fxrate;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a dated exchange rate. */
public record FxRateId(UUID value) implements TypedId {}
