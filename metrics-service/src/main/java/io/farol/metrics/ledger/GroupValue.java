package io.farol.metrics.ledger;

import java.time.LocalDate;

/**
 * From a day on, an account's value of a grouping dimension.
 *
 * @param value {@code NONE} for none
 */
public record GroupValue(String dim, LocalDate fromOn, String value) {
    /** The group of accounts without a value. */
    public static final String NONE = "NONE";
}
