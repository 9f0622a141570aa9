package io.farol.runtime.error;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages that texts for people exist in; figures and dates are never localised. */
public enum Language {
    ENGLISH("en", "en"),
    BRAZILIAN_PORTUGUESE("pt-BR", "pt_BR");

    private final String tag;
    private final String suffix;

    Language(String tag, String suffix) {
        this.tag = tag;
        this.suffix = suffix;
    }

    /** BCP 47 tag, as in Content-Language. */
    public String tag() {
        return tag;
    }

    /** Ending of the resource files of this language. */
    String suffix() {
        return suffix;
    }

    /** The best language for an Accept-Language header; English when it is missing, malformed or names none of ours. */
    public static Language accepted(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return ENGLISH;
        }
        List<Locale.LanguageRange> ranges;
        try {
            ranges = Locale.LanguageRange.parse(header);
        } catch (IllegalArgumentException e) {
            return ENGLISH;
        }
        for (Locale.LanguageRange range : ranges) {
            String language = range.getRange().split("-", 2)[0];
            if (range.getWeight() > 0 && language.equals("pt")) {
                return BRAZILIAN_PORTUGUESE;
            }
            if (range.getWeight() > 0 && (language.equals("en") || language.equals("*"))) {
                return ENGLISH;
            }
        }
        return ENGLISH;
    }
}
