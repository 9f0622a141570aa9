package io.farol.runtime.rest;

import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the cells of a CSV export are written: plain, or as a spreadsheet in Brazil expects them. */
enum CsvLocale {
    ENGLISH("en", ',', false),
    BRAZIL("pt-BR", ';', true);

    private static final DateTimeFormatter BRAZILIAN_DATE = DateTimeFormatter.ofPattern("dd/MM/yyyy");
    private static final DateTimeFormatter BRAZILIAN_TIME = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss");

    private final String tag;
    private final char separator;
    private final boolean isBrazilian;

    CsvLocale(String tag, char separator, boolean isBrazilian) {
        this.tag = tag;
        this.separator = separator;
        this.isBrazilian = isBrazilian;
    }

    static boolean isKnown(String tag) {
        return tags().contains(tag);
    }

    static List<String> tags() {
        return Arrays.stream(values()).map(locale -> locale.tag).toList();
    }

    static CsvLocale of(@Nullable String tag) {
        return BRAZIL.tag.equals(tag) ? BRAZIL : ENGLISH;
    }

    char separator() {
        return separator;
    }

    /** What comes before the header: a byte order mark, without which Excel in Brazil reads the accents wrong. */
    String beginning() {
        return isBrazilian ? "\uFEFF" : "";
    }

    /** A value as a cell. Texts that a spreadsheet would run as a formula are defused by an apostrophe. */
    String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal decimal -> decimal(decimal);
            case Ratio ratio -> decimal(ratio.value());
            case Money money -> decimal(new BigDecimal(money.shown(RoundingMode.HALF_UP)));
            case Number number -> number.toString();
            case LocalDate date -> isBrazilian ? BRAZILIAN_DATE.format(date) : date.toString();
            case Instant instant ->
                isBrazilian ? BRAZILIAN_TIME.format(instant.atOffset(ZoneOffset.UTC)) : instant.toString();
            case io.farol.runtime.id.TypedId id -> id.value().toString();
            case Collection<?> several ->
                defused(several.stream().map(String::valueOf).collect(Collectors.joining("|")));
            default -> defused(value.toString());
        };
    }

    private String decimal(BigDecimal value) {
        String plain = value.toPlainString();
        return isBrazilian ? plain.replace('.', ',') : plain;
    }

    private static String defused(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
