package io.farol.runtime.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Countries as files call them: CRMs export names where we keep ISO 3166-1 alpha-2 codes. */
final class Countries {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("pt", "BR"), Locale.of("pt", "PT"));
    private static final Map<String, String> BY_NAME = byName();

    private Countries() {}

    /** The alpha-2 code of a code or name; null when it is none. */
    static @Nullable String code(String text) {
        String code = text.toUpperCase(Locale.ROOT);
        return code.matches("[A-Z]{2}") ? code : BY_NAME.get(Names.fold(text));
    }

    private static Map<String, String> byName() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            Locale country = Locale.of("", code);
            codes.put(Names.fold(country.getISO3Country()), code);
            LANGUAGES.forEach(language -> codes.put(Names.fold(country.getDisplayCountry(language)), code));
        }
        codes.put("eua", "US");
        codes.put("unitedstatesofamerica", "US");
        return Map.copyOf(codes);
    }
}
