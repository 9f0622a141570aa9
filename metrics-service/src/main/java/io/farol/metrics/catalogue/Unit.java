package io.farol.metrics.catalogue;

/** In what a metric's value is. */
public enum Unit {
    /** Of the reporting currency, at its minor digits. */
    MONEY,
    /** 1 = 100 %, six decimals. */
    RATIO,
    /** Months, six decimals. */
    MONTHS,
    /** Days, six decimals. */
    DAYS
}
