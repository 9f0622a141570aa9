package io.farol.pipeline.qualification;

import io.farol.runtime.error.Labels;
import io.farol.runtime.error.Language;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A framework that every tenant has and nobody changes. Each says when the client needs it, whether he can pay and who decides, in its own words or beside them; every field is required. In the API it
 * is named by its key, as those of tenants are.
 */
public enum BuiltInFramework {
    BANT("BUDGET", "AUTHORITY", "NEED", "TIMELINE"),
    GPCT("GOALS", "PLANS", "CHALLENGES", "TIMELINE", "BUDGET", "AUTHORITY"),
    SPIN("SITUATION", "PROBLEM", "IMPLICATION", "NEED_PAYOFF", "TIMELINE", "BUDGET", "AUTHORITY");

    /** The first UUIDv7 that there are, so that lists in the order of ids begin with these. */
    private static final long FIRST_IDS = 0x7000L;

    private static final long VARIANT = 0x8000_0000_0000_0001L;

    private final List<String> fields;

    BuiltInFramework(String... fields) {
        this.fields = List.of(fields);
    }

    /** The one with a key; empty when a tenant's own framework may have it. */
    public static Optional<BuiltInFramework> of(String key) {
        return Arrays.stream(values())
                .filter(framework -> framework.name().equals(key))
                .findFirst();
    }

    static Optional<BuiltInFramework> of(QualificationFrameworkId id) {
        return Arrays.stream(values())
                .filter(framework -> framework.id().equals(id))
                .findFirst();
    }

    /** The same in every tenant, for ever. */
    QualificationFrameworkId id() {
        return new QualificationFrameworkId(new UUID(FIRST_IDS, VARIANT + ordinal()));
    }

    String name(Language language) {
        return Labels.of("QualificationFramework", name(), language);
    }

    /** In the order in which they are asked. */
    List<FrameworkField> fields() {
        return fields.stream()
                .map(code -> new FrameworkField(
                        code,
                        Labels.of("qualification", code, Language.ENGLISH),
                        Labels.of("qualification", code, Language.BRAZILIAN_PORTUGUESE),
                        true))
                .toList();
    }

    /** As what deals ask. */
    public Framework framework() {
        return new Framework(name(), fields(), false);
    }

    static Stream<BuiltInFramework> all() {
        return Arrays.stream(values());
    }
}
