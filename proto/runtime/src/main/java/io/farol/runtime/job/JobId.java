package io.farol.runtime.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.farol.runtime.id.TypedId;
import io.farol.runtime.id.UuidV7;
import java.util.UUID;

/** Identifies a job. */
public record JobId(@JsonValue UUID value) implements TypedId {

    @JsonCreator
    public JobId {}

    /** The id of a new job; greater than those of the jobs before it. */
    public static JobId next() {
        return new JobId(UuidV7.next());
    }

    /** From its text, as in a path. */
    public static JobId fromString(String text) {
        return new JobId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
