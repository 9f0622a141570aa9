package io.farol.metrics.ledger;

import java.time.LocalDate;

/**
 * Days on which an account's MRR is the same; one row of {@code account_interval} when it is a logo.
 *
 * @param from inclusive
 * @param until exclusive
 * @param mrrE4 billed MRR
 * @param frozenE4 MRR whose billing is suspended
 */
public record Stretch(LocalDate from, LocalDate until, long mrrE4, long frozenE4) {

    /** Under contract, billed or frozen. */
    public boolean isLogo() {
        return grossE4() > 0;
    }

    /** Billed and frozen together. */
    public long grossE4() {
        return mrrE4 + frozenE4;
    }

    boolean contains(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(until);
    }
}
