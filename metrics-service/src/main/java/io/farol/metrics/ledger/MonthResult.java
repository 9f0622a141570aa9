package io.farol.metrics.ledger;

import java.util.Map;

/**
 * An account's month after netting; only for months in which something is left.
 *
 * @param opening stretch of the last day of the month before
 * @param closing stretch of the last day of this month
 * @param amountsE4 by kind, as in the statement's columns; nothing that is 0
 */
record MonthResult(int month, Stretch opening, Stretch closing, Map<Kind, Long> amountsE4) {

    /** The account comes: its flows belong to the group at this month's end, else to that at the end of the month before. */
    boolean comes() {
        return !opening.isLogo() && closing.isLogo();
    }

    boolean goes() {
        return opening.isLogo() && !closing.isLogo();
    }

    /** Under contract at both ends. */
    boolean stays() {
        return opening.isLogo() && closing.isLogo();
    }

    long amountE4(Kind kind) {
        return amountsE4.getOrDefault(kind, 0L);
    }
}
