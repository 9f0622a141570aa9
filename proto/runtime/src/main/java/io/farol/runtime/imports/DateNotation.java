package io.farol.runtime.imports;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a file writes days. Without a {@code dateFormat}, {@code 2026-12-31} always counts, and {@code 31/12/2026} (also with points or hyphens) in the order found in the file, day first when
 * nothing in it decides. A time of midnight behind the day, as spreadsheets write it, is let pass.
 */
final class DateNotation {
    private static final Pattern PARTS = Pattern.compile("(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})");
    private static final Pattern MIDNIGHT = Pattern.compile("[ T]0?0:00(:00(\\.0+)?)?Z?$");

    private final @Nullable DateTimeFormatter format;
    private final boolean isMonthFirst;

    private DateNotation(@Nullable DateTimeFormatter format, boolean isMonthFirst) {
        this.format = format;
        this.isMonthFirst = isMonthFirst;
    }

    /** By a pattern such as {@code dd/MM/yyyy}; throws {@link IllegalArgumentException} when it is none. */
    static DateNotation of(String pattern) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
        try {
            LocalDate day = LocalDate.of(2026, 12, 31);
            if (!day.equals(LocalDate.parse(formatter.format(day), formatter))) {
                throw new IllegalArgumentException("the pattern does not tell a day");
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the pattern does not tell a day", e);
        }
        return new DateNotation(formatter, false);
    }

    /** Finds out from days seen in the file. */
    static DateNotation detect(Iterable<String> samples) {
        for (String sample : samples) {
            Matcher parts = PARTS.matcher(bare(sample));
            if (parts.matches() && Integer.parseInt(parts.group(1)) > 12) {
                return new DateNotation(null, false);
            }
            if (parts.matches() && Integer.parseInt(parts.group(3)) > 12) {
                return new DateNotation(null, true);
            }
        }
        return new DateNotation(null, false);
    }

    /** The day, or null when it is none in this notation. */
    @Nullable
    LocalDate read(String raw) {
        try {
            if (format != null) {
                return LocalDate.parse(raw.strip(), format);
            }
            String text = bare(raw);
            if (text.length() == 10 && text.charAt(4) == '-') {
                return LocalDate.parse(text);
            }
            Matcher parts = PARTS.matcher(text);
            if (!parts.matches()) {
                return null;
            }
            int first = Integer.parseInt(parts.group(1));
            int second = Integer.parseInt(parts.group(3));
            int year = Integer.parseInt(parts.group(4));
            return isMonthFirst ? LocalDate.of(year, first, second) : LocalDate.of(year, second, first);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String bare(String raw) {
        String text = raw.strip();
        return text.length() > 10 ? MIDNIGHT.matcher(text).replaceFirst("") : text;
    }
}
