package io.farol.metrics.ledger;

import java.time.LocalDate;

/** How the ledger counts days and months: ranges are half-open, open ends have a date, a month is {@code year * 12 + month of year - 1}. */
public final class LedgerTime {
    /** End of what has no end. */
    public static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    /** Start of what always was. */
    public static final LocalDate EVER = LocalDate.of(1, 1, 1);

    /** Month of {@link #OPEN}; no month reaches it. */
    public static final int OPEN_MONTH = monthOf(OPEN);

    /** Marks a row as still believed, in {@code pos_to}. */
    public static final long STILL_BELIEVED = Long.MAX_VALUE;

    /** Parts of a month that all lengths of months divide: {@code farol_month_units}. */
    static final long MONTH_UNITS = 377_580;

    private LedgerTime() {}

    /** A day on the scale of months: the 1st is whole, the others are shares of their month. */
    static long unitsOf(LocalDate day) {
        return monthOf(day) * MONTH_UNITS + (day.getDayOfMonth() - 1) * (MONTH_UNITS / day.lengthOfMonth());
    }

    /** Number of the month that a day is in. */
    public static int monthOf(LocalDate day) {
        return day.getYear() * 12 + day.getMonthValue() - 1;
    }

    /** Last day of a month. */
    public static LocalDate lastDayOf(int month) {
        return LocalDate.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1, 1)
                .plusMonths(1)
                .minusDays(1);
    }

    /** A month as people write it, such as {@code 2026-03}. */
    public static String textOf(int month) {
        return "%04d-%02d".formatted(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1);
    }
}
