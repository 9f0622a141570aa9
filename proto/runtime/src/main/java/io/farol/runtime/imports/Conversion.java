package io.farol.runtime.imports;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.PlatformError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what stands in a file into what a column holds, and says what is wrong where it cannot. */
final class Conversion {
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "y", "sim", "s", "verdadeiro", "v", "x");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "n", "nao", "falso", "f");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** Digits before the point that fit bigint beside four decimals. */
    private static final int MOST_INTEGER_DIGITS = 14;

    private final NumberNotation numbers;
    private final DateNotation dates;

    Conversion(NumberNotation numbers, DateNotation dates) {
        this.numbers = numbers;
        this.dates = dates;
    }

    /** Understands all values of a row, then asks the definition's own rules. */
    void convert(ImportRow row, ImportDefinition definition, List<ImportColumn> columns) {
        for (int slot = 0; slot < columns.size(); slot++) {
            convert(row, slot, columns.get(slot));
        }
        definition.check(row);
    }

    private void convert(ImportRow row, int slot, ImportColumn column) {
        Object found = row.found(slot);
        if (found == null || found instanceof String text && text.isBlank()) {
            if (column.isRequired()) {
                row.fault(slot, PlatformError.REQUIRED, Map.of());
            }
            return;
        }
        switch (column.type()) {
            case TEXT -> text(row, slot, column, plain(found));
            case INTEGER, DECIMAL, MONEY, RATIO -> number(row, slot, column, found);
            case DATE -> put(row, slot, date(found), PlatformError.NOT_A_DATE);
            case INSTANT -> put(row, slot, instant(found), PlatformError.NOT_AN_INSTANT);
            case BOOLEAN -> put(row, slot, bool(found), PlatformError.NOT_A_BOOLEAN);
            case CODE -> code(row, slot, column, plain(found));
            case CURRENCY -> {
                String code = plain(found).toUpperCase(Locale.ROOT);
                put(row, slot, CURRENCIES.contains(code) ? code : null, PlatformError.NOT_A_CURRENCY);
            }
            case COUNTRY -> put(row, slot, Countries.code(plain(found)), PlatformError.PATTERN_MISMATCH);
            case ID -> put(row, slot, id(plain(found)), PlatformError.NOT_AN_ID);
        }
    }

    private static void text(ImportRow row, int slot, ImportColumn column, String text) {
        if (text.length() > column.maxLength()) {
            row.fault(slot, PlatformError.TOO_LONG, Map.of("max", column.maxLength()));
        } else if (text.indexOf('\0') >= 0) {
            row.fault(slot, PlatformError.PATTERN_MISMATCH, Map.of());
        } else {
            row.understood(slot, text);
        }
    }

    private void number(ImportRow row, int slot, ImportColumn column, Object found) {
        BigDecimal number = found instanceof BigDecimal exact ? exact : numberIn(plain(found), column);
        if (number == null) {
            row.fault(slot, PlatformError.NOT_A_NUMBER, Map.of());
        } else if (Math.max(0, number.stripTrailingZeros().scale()) > column.maxDecimals()) {
            row.fault(slot, PlatformError.TOO_MANY_DECIMALS, Map.of("max", column.maxDecimals()));
        } else if (isOutside(number, column)) {
            row.fault(slot, PlatformError.OUT_OF_RANGE, bounds(column));
        } else {
            row.understood(slot, number);
        }
    }

    private @Nullable BigDecimal numberIn(String text, ImportColumn column) {
        if (column.type() == ImportType.RATIO && text.endsWith("%")) {
            BigDecimal percent = numbers.read(text.substring(0, text.length() - 1));
            return percent == null ? null : percent.divide(HUNDRED);
        }
        return numbers.read(text);
    }

    private static boolean isOutside(BigDecimal number, ImportColumn column) {
        return number.precision() - number.scale() > MOST_INTEGER_DIGITS
                || column.min() != null && number.compareTo(column.min()) < 0
                || column.max() != null && number.compareTo(column.max()) > 0;
    }

    private static Map<String, Object> bounds(ImportColumn column) {
        BigDecimal widest = BigDecimal.TEN.pow(MOST_INTEGER_DIGITS).subtract(BigDecimal.ONE);
        BigDecimal min = column.min() == null ? widest.negate() : column.min();
        BigDecimal max = column.max() == null ? widest : column.max();
        return Map.of("min", min.toPlainString(), "max", max.toPlainString());
    }

    private @Nullable LocalDate date(Object found) {
        if (found instanceof LocalDateTime time) {
            return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.toLocalDate() : null;
        }
        return found instanceof String text ? dates.read(text) : null;
    }

    private static @Nullable Instant instant(Object found) {
        try {
            return found instanceof String text
                    ? OffsetDateTime.parse(text.strip()).toInstant()
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Boolean bool(Object found) {
        if (found instanceof Boolean claim) {
            return claim;
        }
        String folded = Names.fold(plain(found));
        return TRUE.contains(folded) ? Boolean.TRUE : FALSE.contains(folded) ? Boolean.FALSE : null;
    }

    private static void code(ImportRow row, int slot, ImportColumn column, String text) {
        String code = column.codes().get(Names.fold(text));
        if (code == null) {
            row.fault(
                    slot,
                    PlatformError.UNKNOWN_VALUE,
                    Map.of("allowed", List.copyOf(new TreeSet<>(column.codes().values()))));
        } else {
            row.understood(slot, code);
        }
    }

    private static @Nullable UUID id(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void put(ImportRow row, int slot, @Nullable Object value, ErrorCode otherwise) {
        if (value == null) {
            row.fault(slot, otherwise, Map.of());
        } else {
            row.understood(slot, value);
        }
    }

    private static String plain(Object found) {
        return ImportRow.plain(found instanceof BigDecimal number ? number.stripTrailingZeros() : found)
                .strip();
    }
}
