package io.farol.runtime.rest;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

record ThingId(UUID value) implements TypedId {}
