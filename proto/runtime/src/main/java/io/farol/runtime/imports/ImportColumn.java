package io.farol.runtime.imports;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field that an import can fill, and by which names files call it.
 *
 * @param field name in the API, camelCase, such as {@code unitPrice}; the merge sees {@link #sqlName()}
 * @param isRequired an empty value is a fault, and so is a file without the column
 * @param maxLength most characters of a text
 * @param maxDecimals most decimals of a number
 * @param min least number allowed, inclusive; null = no bound
 * @param max greatest number allowed, inclusive; null = no bound
 * @param codes for {@link ImportType#CODE}: what files say, folded by {@link Names#fold}, to the code meant
 * @param naming what kind of thing its values name; null = none
 * @param aliases further headers, in any language; case, accents and punctuation do not matter. The first one is the Portuguese header of the template
 */
public record ImportColumn(
        String field,
        ImportType type,
        boolean isRequired,
        int maxLength,
        int maxDecimals,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        Map<String, String> codes,
        @Nullable Naming naming,
        List<String> aliases) {
    private static final int DEFAULT_LENGTH = 500;

    /**
     * That the values are external ids, codes or ids of things; the isolation matrix tries those of other tenants.
     *
     * @param type of the things, as in {@code x-farol-ref}
     * @param isMadeWhenMissing whether the import makes a thing of that name when there is none
     */
    public record Naming(String type, boolean isMadeWhenMissing) {}

    public ImportColumn {
        codes = Map.copyOf(codes);
        aliases = List.copyOf(aliases);
    }

    public static ImportColumn text(String field) {
        return of(field, ImportType.TEXT, 0);
    }

    public static ImportColumn integer(String field) {
        return of(field, ImportType.INTEGER, 0);
    }

    /** @param maxDecimals more are a fault, never rounded away */
    public static ImportColumn decimal(String field, int maxDecimals) {
        return of(field, ImportType.DECIMAL, maxDecimals);
    }

    public static ImportColumn money(String field) {
        return of(field, ImportType.MONEY, 4);
    }

    /** A share between 0 and 1, both inclusive, with at most 6 decimals. */
    public static ImportColumn ratio(String field) {
        return of(field, ImportType.RATIO, 6).between("0", "1");
    }

    public static ImportColumn date(String field) {
        return of(field, ImportType.DATE, 0);
    }

    public static ImportColumn instant(String field) {
        return of(field, ImportType.INSTANT, 0);
    }

    public static ImportColumn bool(String field) {
        return of(field, ImportType.BOOLEAN, 0);
    }

    public static ImportColumn currency(String field) {
        return of(field, ImportType.CURRENCY, 0);
    }

    public static ImportColumn country(String field) {
        return of(field, ImportType.COUNTRY, 0);
    }

    public static ImportColumn id(String field) {
        return of(field, ImportType.ID, 0);
    }

    /** One of an enum's constants. */
    public static ImportColumn code(String field, Class<? extends Enum<?>> type) {
        return code(
                field, Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
    }

    /** One of these codes. */
    public static ImportColumn code(String field, List<String> codes) {
        Map<String, String> known = new LinkedHashMap<>();
        codes.forEach(code -> known.put(Names.fold(code), code));
        return new ImportColumn(field, ImportType.CODE, false, DEFAULT_LENGTH, 0, null, null, known, null, List.of());
    }

    private static ImportColumn of(String field, ImportType type, int maxDecimals) {
        return new ImportColumn(field, type, false, DEFAULT_LENGTH, maxDecimals, null, null, Map.of(), null, List.of());
    }

    /** The same, required. */
    public ImportColumn required() {
        return new ImportColumn(field, type, true, maxLength, maxDecimals, min, max, codes, naming, aliases);
    }

    /** The same, of at most so many characters. */
    public ImportColumn upTo(int characters) {
        return new ImportColumn(field, type, isRequired, characters, maxDecimals, min, max, codes, naming, aliases);
    }

    /** The same, within bounds, both inclusive. */
    public ImportColumn between(String least, String most) {
        return new ImportColumn(
                field,
                type,
                isRequired,
                maxLength,
                maxDecimals,
                new BigDecimal(least),
                new BigDecimal(most),
                codes,
                naming,
                aliases);
    }

    /** The same, not below. */
    public ImportColumn atLeast(String least) {
        return new ImportColumn(
                field, type, isRequired, maxLength, maxDecimals, new BigDecimal(least), max, codes, naming, aliases);
    }

    /** The same, under further headers; the Portuguese one first, then those of the usual CRMs' exports. */
    public ImportColumn alias(String... headers) {
        List<String> more =
                Stream.concat(aliases.stream(), Arrays.stream(headers)).toList();
        return new ImportColumn(field, type, isRequired, maxLength, maxDecimals, min, max, codes, naming, more);
    }

    /** The same, also understanding these words for a code. */
    public ImportColumn meaning(String code, String... words) {
        Map<String, String> known = new LinkedHashMap<>(codes);
        Arrays.stream(words).forEach(word -> known.put(Names.fold(word), code));
        return new ImportColumn(field, type, isRequired, maxLength, maxDecimals, min, max, known, naming, aliases);
    }

    /** The same, naming things that must be there. */
    public ImportColumn names(String thing) {
        return naming(new Naming(thing, false));
    }

    /** The same, naming things that the import makes when they are not there. */
    public ImportColumn makes(String thing) {
        return naming(new Naming(thing, true));
    }

    private ImportColumn naming(Naming other) {
        return new ImportColumn(field, type, isRequired, maxLength, maxDecimals, min, max, codes, other, aliases);
    }

    /** Its name in {@code staged}: {@code unitPrice} is {@code unit_price}, as money {@code unit_price_e4}. */
    public String sqlName() {
        String snake = field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return type == ImportType.MONEY ? snake + "_e4" : snake;
    }
}
