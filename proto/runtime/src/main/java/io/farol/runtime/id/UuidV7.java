package io.farol.runtime.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/** Makes the ids of new things: UUIDv7, whose order is roughly the order of creation, so that indexes grow at their end. */
public final class UuidV7 {
    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private UuidV7() {}

    /** A new id; greater than those this process made before, but for ties within a millisecond across threads. */
    public static UUID next() {
        return GENERATOR.generate();
    }
}
