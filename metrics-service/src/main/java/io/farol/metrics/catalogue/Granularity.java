package io.farol.metrics.catalogue;

/** Length of a period of a series; periods are those of the calendar. */
public enum Granularity {
    MONTH(1),
    QUARTER(3),
    YEAR(12);

    private final int months;

    Granularity(int months) {
        this.months = months;
    }

    /** Months in a period. */
    public int months() {
        return months;
    }
}
