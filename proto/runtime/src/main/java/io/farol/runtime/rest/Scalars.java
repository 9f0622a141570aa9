package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.TypedId;
import io.farol.runtime.money.Ratio;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The one reading of single values from text: JSON strings, query parameters, paths, list filters. Refuses with the code that names the expected form. */
public final class Scalars {
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(\\.\\d{1,12})?");
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2999;

    private Scalars() {}

    /** Whether values of a type are written as one text. */
    public static boolean isScalar(Class<?> type) {
        return type == String.class
                || type == UUID.class
                || type == BigDecimal.class
                || type == Ratio.class
                || type == LocalDate.class
                || type == YearMonth.class
                || type == Instant.class
                || type == Currency.class
                || type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == boolean.class
                || type == Boolean.class
                || type == Version.class
                || type.isEnum()
                || TypedId.class.isAssignableFrom(type);
    }

    /** Reads a value; throws a {@link DomainException} whose code says what was expected. */
    public static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text(text);
        }
        if (type.isEnum()) {
            return enumConstant(type, text);
        }
        if (TypedId.class.isAssignableFrom(type)) {
            return typedId(type, text);
        }
        if (type == Version.class) {
            return Version.parse(text);
        }
        if (type == int.class || type == Integer.class) {
            return integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        }
        if (type == long.class || type == Long.class) {
            return integer(text, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(text);
        }
        return value(type, text);
    }

    private static Object value(Class<?> type, String text) {
        if (type == UUID.class) {
            return uuid(text);
        }
        if (type == BigDecimal.class) {
            return decimal(text);
        }
        if (type == Ratio.class) {
            return new Ratio(decimal(text));
        }
        if (type == LocalDate.class) {
            return date(text);
        }
        if (type == YearMonth.class) {
            return month(text);
        }
        if (type == Instant.class) {
            return instant(text);
        }
        if (type == Currency.class) {
            return currency(text);
        }
        throw new IllegalArgumentException("no scalar: " + type);
    }

    /** A text that PostgreSQL can hold: no NUL, no half of a surrogate pair. */
    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isHalf = Character.isSurrogate(c)
                    && !(Character.isHighSurrogate(c)
                                    && i + 1 < text.length()
                                    && Character.isLowSurrogate(text.charAt(i + 1))
                            || Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
            if (c == 0 || isHalf) {
                throw refused(PlatformError.INVALID_CHARACTER);
            }
        }
        return text;
    }

    /** A bare id. */
    public static UUID uuid(String text) {
        if (!ID.matcher(text).matches()) {
            throw refused(PlatformError.NOT_AN_ID);
        }
        return UUID.fromString(text);
    }

    /** An exact decimal in plain notation, at most 18 digits before and 12 after the point. */
    public static BigDecimal decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw refused(PlatformError.NOT_A_NUMBER);
        }
        return new BigDecimal(text);
    }

    /** A day between 1900-01-01 and 2999-12-31. */
    public static LocalDate date(String text) {
        if (!DATE.matcher(text).matches()) {
            throw refused(PlatformError.NOT_A_DATE);
        }
        try {
            LocalDate date = LocalDate.parse(text);
            checkYear(date.getYear());
            return date;
        } catch (DateTimeException e) {
            throw refused(PlatformError.NOT_A_DATE);
        }
    }

    /** A month between 1900-01 and 2999-12. */
    public static YearMonth month(String text) {
        if (!MONTH.matcher(text).matches()) {
            throw refused(PlatformError.NOT_A_MONTH);
        }
        try {
            YearMonth month = YearMonth.parse(text);
            checkYear(month.getYear());
            return month;
        } catch (DateTimeException e) {
            throw refused(PlatformError.NOT_A_MONTH);
        }
    }

    /** RFC 3339; any offset is understood. */
    public static Instant instant(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            checkYear(time.getYear());
            return time.toInstant();
        } catch (DateTimeException e) {
            throw refused(PlatformError.NOT_AN_INSTANT);
        }
    }

    private static void checkYear(int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new DomainException(
                    PlatformError.OUT_OF_RANGE, "year out of range", Map.of("min", FIRST_YEAR, "max", LAST_YEAR));
        }
    }

    private static Currency currency(String text) {
        try {
            return Currency.getInstance(text);
        } catch (IllegalArgumentException e) {
            throw refused(PlatformError.NOT_A_CURRENCY);
        }
    }

    private static Long integer(String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(PlatformError.NOT_A_NUMBER);
        }
        throw new DomainException(PlatformError.OUT_OF_RANGE, "out of range", Map.of("min", min, "max", max));
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(PlatformError.NOT_A_BOOLEAN);
        };
    }

    private static Object enumConstant(Class<?> type, String text) {
        List<Enum<?>> constants = Arrays.stream(type.getEnumConstants())
                .<Enum<?>>map(constant -> (Enum<?>) constant)
                .toList();
        return constants.stream()
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        unknownValue(text, constants.stream().map(Enum::name).toList()));
    }

    /** The refusal of a value that is none of a fixed few. */
    static DomainException unknownValue(String text, List<String> allowed) {
        return new DomainException(
                PlatformError.UNKNOWN_VALUE, "unknown value", Map.of("value", shortened(text), "allowed", allowed));
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    private static Object typedId(Class<?> type, String text) {
        UUID value = uuid(text);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(UUID.class);
            constructor.setAccessible(true);
            return constructor.newInstance(value);
        } catch (InvocationTargetException e) {
            throw refused(PlatformError.NOT_AN_ID);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a typed id is a record of one UUID: " + type, e);
        }
    }

    private static DomainException refused(ErrorCode code) {
        return new DomainException(code, code.name());
    }
}
