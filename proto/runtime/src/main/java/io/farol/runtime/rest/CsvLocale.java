package io.farol.runtime.rest;

import java.util.Arrays;
import java.util.List;

/** How a CSV export is written: plain, or as a spreadsheet in Brazil expects it. */
enum CsvLocale {
    ENGLISH("en"),
    BRAZIL("pt-BR");

    private final String tag;

    CsvLocale(String tag) {
        this.tag = tag;
    }

    static boolean isKnown(String tag) {
        return tags().contains(tag);
    }

    static List<String> tags() {
        return Arrays.stream(values()).map(locale -> locale.tag).toList();
    }

    static CsvLocale of(String tag) {
        return tag.equals(BRAZIL.tag) ? BRAZIL : ENGLISH;
    }
}
