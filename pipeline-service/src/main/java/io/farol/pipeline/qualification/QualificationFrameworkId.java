package io.farol.pipeline.qualification;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a qualification framework. */
public record QualificationFrameworkId(UUID value) implements TypedId {}
