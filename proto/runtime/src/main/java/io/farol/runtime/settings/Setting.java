package io.farol.runtime.settings;

import java.util.Locale;

/**
 * One thing that an operator may set.
 *
 * @param name such as {@code farol.db.url}
 * @param unit what its value is, such as {@code text}, {@code seconds} or {@code bytes}
 * @param isSecret never shown, never logged
 * @param meaning one sentence for operators
 */
public record Setting(String name, String unit, boolean isSecret, String meaning) {

    /** Its name in the environment, such as {@code FAROL_DB_URL}. */
    public String variable() {
        return name.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    static Setting of(String name, String unit, String meaning) {
        return new Setting(name, unit, false, meaning);
    }

    static Setting secret(String name, String meaning) {
        return new Setting(name, "secret", true, meaning);
    }
}
