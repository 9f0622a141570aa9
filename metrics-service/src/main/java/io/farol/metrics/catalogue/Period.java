package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.Months;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole period of the calendar.
 *
 * @param label {@code 2026-03}, {@code 2026-Q1} or {@code 2026}
 * @param first number of its first month
 * @param last number of its last month, inclusive
 */
public record Period(String label, int first, int last) {
    private static final Pattern LABEL = Pattern.compile("(\\d{4})(?:-(?:(\\d{2})|Q([1-4])))?");

    /** The period of a length that a month is in. */
    public static Period of(int month, Granularity granularity) {
        int first = Math.floorDiv(month, granularity.months()) * granularity.months();
        int year = Math.floorDiv(first, 12);
        String label =
                switch (granularity) {
                    case MONTH -> Months.of(first).toString();
                    case QUARTER -> "%04d-Q%d".formatted(year, Math.floorMod(first, 12) / 3 + 1);
                    case YEAR -> "%04d".formatted(year);
                };
        return new Period(label, first, first + granularity.months() - 1);
    }

    /** Whole periods from the one a month is in to the one another is in, inclusive. */
    public static List<Period> between(int from, int to, Granularity granularity) {
        List<Period> periods = new ArrayList<>();
        for (Period period = of(from, granularity); period.first <= to; period = of(period.last + 1, granularity)) {
            periods.add(period);
        }
        return periods;
    }

    /** Reads a label; empty when it is none. */
    public static Optional<Period> parse(String label) {
        Matcher matcher = LABEL.matcher(label);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int january = Integer.parseInt(matcher.group(1)) * 12;
        if (matcher.group(2) != null) {
            int month = Integer.parseInt(matcher.group(2));
            return month < 1 || month > 12 ? Optional.empty() : Optional.of(of(january + month - 1, Granularity.MONTH));
        }
        if (matcher.group(3) != null) {
            return Optional.of(of(january + Integer.parseInt(matcher.group(3)) * 3 - 1, Granularity.QUARTER));
        }
        return Optional.of(of(january, Granularity.YEAR));
    }

    /** Its length. */
    public Granularity granularity() {
        return switch (last - first) {
            case 0 -> Granularity.MONTH;
            case 2 -> Granularity.QUARTER;
            default -> Granularity.YEAR;
        };
    }
}
