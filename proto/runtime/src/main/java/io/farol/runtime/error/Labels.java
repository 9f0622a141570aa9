package io.farol.runtime.error;

import java.util.EnumMap;
import java.util.Map;

/**
 * What people call the values of enumerations and the entries of catalogues, in both languages, from {@code labels_en.properties} and {@code labels_pt_BR.properties} of all modules. Keys are
 * {@code <simple class name>.<constant>}, or {@code <group>.<key>} with a lower-case group for catalogues, such as {@code metric.nrr}.
 */
public final class Labels {
    private static final Map<Language, Map<String, String>> TEXTS = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            TEXTS.put(language, Texts.load("labels", language));
        }
    }

    private Labels() {}

    /** The label of an enumeration's value. */
    public static String of(Enum<?> value, Language language) {
        return of(value.getDeclaringClass().getSimpleName(), value.name(), language);
    }

    /** The label of a catalogue's entry; its key when it has none, which the build does not let through. */
    public static String of(String group, String key, Language language) {
        return all(language).getOrDefault(group + "." + key, key);
    }

    /** All labels of a language by their full keys. */
    public static Map<String, String> all(Language language) {
        return TEXTS.getOrDefault(language, Map.of());
    }
}
