package io.farol.metrics.ledger;

import java.time.LocalDate;

/**
 * Days on which an account is in the same group of a dimension.
 *
 * @param from inclusive
 * @param until exclusive
 */
public record GroupStretch(String dim, LocalDate from, LocalDate until, String value) {}
