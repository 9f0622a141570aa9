package io.farol.runtime.error;

import java.util.EnumMap;
import java.util.Map;

/** What people read when something is refused: the texts of all problem codes in both languages, from {@code messages_en.properties} and {@code messages_pt_BR.properties} of all modules. */
public final class Messages {
    private static final Map<Language, Map<String, String>> TEXTS = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            TEXTS.put(language, Texts.load("messages", language));
        }
    }

    private Messages() {}

    /** The text of a code; the code itself when it has none, which the build does not let through. */
    public static String of(ErrorCode code, Map<String, Object> params, Language language) {
        return Texts.fill(texts(language).getOrDefault(code.name(), code.name()), params);
    }

    /** The text of a code with its {@code {places}} unfilled; the code itself when it has none. */
    public static String template(ErrorCode code, Language language) {
        return texts(language).getOrDefault(code.name(), code.name());
    }

    /** Short name of an HTTP status. */
    public static String title(int status, Language language) {
        return texts(language).getOrDefault("title." + status, "Error");
    }

    /** Whether a code has a text. */
    public static boolean knows(ErrorCode code, Language language) {
        return texts(language).containsKey(code.name());
    }

    private static Map<String, String> texts(Language language) {
        return TEXTS.getOrDefault(language, Map.of());
    }
}
