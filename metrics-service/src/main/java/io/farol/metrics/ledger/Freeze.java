package io.farol.metrics.ledger;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A time for which an account's billing is suspended.
 *
 * @param from inclusive
 * @param until exclusive
 */
public record Freeze(UUID id, LocalDate from, LocalDate until) {

    boolean contains(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(until);
    }
}
